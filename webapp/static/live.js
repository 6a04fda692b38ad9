// Show the results of another search without loading the page again. Links and forms work without.
import { PREFIX, announce, byId, fetched, isPlain, isSilent, latest, on, searched, unanswered } from "./page.js";
import { done, restore, trace } from "./focus.js";

const form = byId("recherche");
const main = byId("contenu");
let shown = address(location);
const next = latest();
const fromTheTop = () => scrollTo(0, 0);
const inPlace = () => {};

on("visit", (event) => {
  const url = new URL(event.detail, location.href);
  if (!isSearch(url)) return;
  event.preventDefault();
  go(url);
});

main.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  // a link inside an image has an object for its address
  const url = link && new URL(link.getAttribute("href"), location.href);
  if (!isPlain(event) || !url || link.hasAttribute("target") || event.defaultPrevented) return;
  if (link.matches(".filters-close a")) {
    event.preventDefault();
    closeFilters();
  } else if (isSearch(url)) {
    event.preventDefault();
    go(url, link.closest(".pages, .sizes, .sorts, .views") ? fromTheTop : inPlace, done(link));
  }
});

main.addEventListener("change", (event) => {
  if (event.target.matches("input[type=checkbox]") && event.target.form === form) {
    go(asked(form), inPlace, done(event.target));
  }
});

on("submit", (event) => {
  const { target } = event;
  if (target !== form && !target.matches(".forms form")) return;
  event.preventDefault();
  go(asked(target), target === form ? fromTheTop : inPlace);
});

addEventListener("popstate", ({ state }) => {
  if (address(location) === shown) {
    // a fragment is no other search; what was asked for meanwhile is given up
    if (main.ariaBusy === "true" || main.querySelector(".no-answer")) {
      next();
      busy(false);
      form.reset();
    }
    return;
  }
  show(new URL(location.href), () => scrollTo(0, state?.scroll ?? 0), { focus: state?.focus });
});

// what is left by the buttons of the browser tells nothing when it is left
let soon = 0;
for (const kind of ["scroll", "focusin"]) {
  addEventListener(kind, () => {
    clearTimeout(soon);
    soon = setTimeout(remember, 150);
  }, { passive: true });
}

function remember() {
  if (main.ariaBusy === "true" || address(location) !== shown) return;
  history.replaceState({ scroll: scrollY, focus: trace(main, document.activeElement) }, "");
}

function go(url, settle = fromTheTop, told = "") {
  remember();
  history.pushState(null, "", url);
  show(url, settle, { told });
}

async function show(url, settle, how) {
  clearTimeout(soon);
  const signal = next();
  busy(true);
  const typed = form.q.value;
  let page;
  try {
    page = await fetched(url, signal);
  } catch (error) {
    if (signal.aborted) return; // another search took its place
    if (!isSilent(error)) throw error;
    // the results stay; the address is that of the search that was asked for
    busy(false);
    main.prepend(unanswered(() => show(url, settle, how)));
    return;
  }
  if (!page?.querySelector(".count-line")) {
    location.reload(); // the address is that of the page to show, an error page perhaps
    return;
  }
  replace(page, settle, { ...how, typed });
  shown = address(url);
  busy(false);
  document.dispatchEvent(new Event("shown"));
}

function busy(isSo) {
  main.querySelector(".no-answer")?.remove();
  main.ariaBusy = String(isSo);
}

function replace(page, settle, { told, typed, focus = trace(main, document.activeElement) }) {
  const open = [...main.querySelectorAll("details[open]")].map((details) => details.className);
  document.title = page.title;
  main.replaceChildren(...page.getElementById("contenu").childNodes);
  for (const name of open) main.querySelector(`details[class="${name}"]`)?.setAttribute("open", "");
  const other = page.getElementById("recherche");
  // what was typed meanwhile stays
  if (form.q.value === typed) form.q.value = other.q.value;
  form.q.defaultValue = other.q.value;
  form.querySelectorAll("input[type=hidden]").forEach((input) => input.remove());
  form.append(...other.querySelectorAll("input[type=hidden]"));
  settle();
  restore(main, focus);
  const count = main.querySelector(".count-line");
  const said = `${count.textContent}\u00a0: ${count.dataset.said}`;
  announce(told ? `${told}. ${said}` : said);
}

function closeFilters() {
  const details = main.querySelector(".filters-open");
  details.open = false;
  details.querySelector("summary").focus();
}

function asked(from) {
  const given = [...new FormData(from)].filter(([, value]) => value);
  return new URL(`${PREFIX}/?${new URLSearchParams(given.length ? given : { q: "" })}`, location.href);
}

function isSearch(url) {
  return url.origin === location.origin && url.pathname === `${PREFIX}/` && url.search !== "";
}

function address(place) {
  return place.pathname + searched(place.search);
}
