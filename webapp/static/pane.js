// From 1,200 px on a title opens its article beside the list, where the focus stays.
import { announce, byId, fetched, isPlain, isSilent, latest, searched, unanswered } from "./page.js";

const main = byId("contenu");
const wide = matchMedia("(min-width: 1200px)");
const next = latest();

const titleOf = ({ target }) => wide.matches && target.closest(".by-title .found .card-title a");

main.addEventListener("click", (event) => {
  const link = titleOf(event);
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  link.focus();
  read(link);
});

// once an article is open the keys that go from title to title take it along
main.addEventListener("focusin", (event) => {
  const link = titleOf(event);
  if (link && main.querySelector(".pane article, .pane[aria-busy=true]")) read(link);
});

async function read(link) {
  if (link.ariaCurrent) return;
  main.querySelector(".card-title [aria-current]")?.removeAttribute("aria-current");
  link.ariaCurrent = "true";
  const pane = main.querySelector(".pane");
  pane.ariaBusy = "true";
  const signal = next();
  const from = searched(location.search);
  const url = new URL(link.href);
  const id = url.pathname.split("/").pop();
  url.pathname = `${url.pathname}/volet`;
  let page;
  let silence;
  try {
    page = await fetched(url, signal);
  } catch (error) {
    silence = isSilent(error);
  }
  // another title or another search took its place
  if (signal.aborted || searched(location.search) !== from) return;
  if (silence) {
    link.ariaCurrent = null;
    pane.ariaBusy = "false";
    pane.replaceChildren(unanswered(() => {
      link.focus();
      read(link);
    }));
    return;
  }
  if (!page) {
    location.assign(link.href); // the page of the article tells what is wrong
    return;
  }
  pane.replaceChildren(...page.body.childNodes);
  pane.scrollTop = 0;
  pane.ariaBusy = "false";
  history.replaceState(history.state, "", `${from}&open=${id}`);
  announce(`À côté de la liste\u00a0: ${link.textContent}`);
}
