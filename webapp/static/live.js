// Show the results of another search without loading the page again. Links and forms work without.
import { PREFIX, announce, fetched } from "./page.js";

const form = document.getElementById("recherche");
const main = document.getElementById("contenu");
let shown = address(location);
let pending = new AbortController();

document.addEventListener("visit", (event) => {
  const url = new URL(event.detail, location.href);
  if (!isSearch(url)) return;
  event.preventDefault();
  go(url);
});

main.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  // a link inside an image has an object for its address
  const url = link && new URL(link.getAttribute("href"), location.href);
  if (!plain || !url || link.hasAttribute("target") || event.defaultPrevented) return;
  if (link.matches(".filters-close a")) {
    event.preventDefault();
    closeFilters();
  } else if (isSearch(url)) {
    event.preventDefault();
    go(url, link.closest(".pages, .sorts") ? fromTheTop : inPlace);
  }
});

main.addEventListener("change", (event) => {
  if (event.target.matches("input[type=checkbox]") && event.target.form === form) go(asked(), inPlace);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  go(asked());
});

addEventListener("popstate", (event) => {
  // a fragment is no other search
  if (address(location) === shown) return;
  show(new URL(location.href), () => scrollTo(0, event.state?.scroll ?? 0));
});

function go(url, settle = fromTheTop) {
  history.replaceState({ scroll: scrollY }, "");
  history.pushState(null, "", url);
  show(url, settle);
}

async function show(url, settle) {
  pending.abort();
  pending = new AbortController();
  const { signal } = pending;
  document.documentElement.classList.add("waiting");
  let page = null;
  try {
    page = await fetched(url, signal);
  } catch (error) {
    if (error.name === "AbortError") return;
    if (!(error instanceof TypeError)) throw error; // no network: the browser says so
  }
  if (!page?.querySelector(".count-line")) {
    location.reload(); // the address is that of the page to show, an error page perhaps
    return;
  }
  replace(page, settle);
  shown = address(url);
  document.documentElement.classList.remove("waiting");
  document.dispatchEvent(new Event("shown"));
}

function replace(page, settle) {
  const open = [...main.querySelectorAll("details[open]")].map((details) => details.className);
  const focus = trace(document.activeElement);
  document.title = page.title;
  main.replaceChildren(...page.getElementById("contenu").childNodes);
  for (const name of open) main.querySelector(`details[class="${name}"]`)?.setAttribute("open", "");
  const other = page.getElementById("recherche");
  form.q.value = other.q.value;
  form.querySelectorAll("input[type=hidden]").forEach((input) => input.remove());
  form.append(...other.querySelectorAll("input[type=hidden]"));
  settle();
  restore(focus);
  announce(main.querySelector(".count-line").firstChild.textContent.trim());
}

// How to find again, on another page, an element that had the focus; null outside what changes.
function trace(element) {
  if (!main.contains(element)) return null;
  if (element.matches(".pages a")) return { selector: "#resultats" };
  if (element.id) return { selector: `#${CSS.escape(element.id)}` };
  if (element.name) {
    const value = element.type === "checkbox" ? `[value="${CSS.escape(element.value)}"]` : "";
    return { selector: `[form=recherche][name="${CSS.escape(element.name)}"]${value}`, inside: "#filtres" };
  }
  const place = element.closest(".sorts, .filters, .forms, .chips, .presets, .bars");
  return { text: element.textContent, inside: place ? `.${place.getAttribute("class").split(" ")[0]}` : "main" };
}

function restore(focus) {
  if (!focus) return;
  const area = main.querySelector(focus.inside ?? "#resultats") ?? main.querySelector("#resultats");
  const same = focus.selector
    ? main.querySelector(focus.selector)
    : [...area.querySelectorAll("a")].find((link) => link.textContent === focus.text);
  const target = same ?? (area.id === "filtres" ? area : main.querySelector("#resultats"));
  target.focus({ preventScroll: true });
}

function closeFilters() {
  const details = main.querySelector(".filters-open");
  details.removeAttribute("open");
  details.querySelector("summary").focus();
}

function fromTheTop() {
  scrollTo(0, 0);
}

function inPlace() {}

function asked() {
  const given = [...new FormData(form)].filter(([, value]) => value);
  return new URL(`${PREFIX}/?${new URLSearchParams(given.length ? given : { q: "" })}`, location.href);
}

function isSearch(url) {
  return url.origin === location.origin && url.pathname === `${PREFIX}/` && url.search !== "";
}

function address(place) {
  return place.pathname + place.search;
}
