// From 1,200 px on a title opens its article beside the list, where the focus stays.
import { announce, fetched, searched } from "./page.js";

const main = document.getElementById("contenu");
const wide = matchMedia("(min-width: 1200px)");
let pending = new AbortController();

const titleOf = ({ target }) => wide.matches && target.closest(".by-title .found .card-title a");

main.addEventListener("click", (event) => {
  const link = titleOf(event);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
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
  if (link.hasAttribute("aria-current")) return;
  main.querySelector(".card-title [aria-current]")?.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  const pane = main.querySelector(".pane");
  pane.ariaBusy = "true";
  pending.abort();
  pending = new AbortController();
  const { signal } = pending;
  const from = searched(location.search);
  const url = new URL(link.href);
  const id = url.pathname.split("/").pop();
  url.pathname = `${url.pathname}/volet`;
  const page = await fetched(url, signal).catch(() => null);
  // another title or another search took its place
  if (signal.aborted || searched(location.search) !== from) return;
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
