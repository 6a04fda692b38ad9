// Where is the hand on a page of results, where is that on another one, and what did it just do?

const AREAS = ".sorts, .views, .sizes, .facet, .forms, .chips, .bars";

// How to find again, on another page, an element that had the focus; null outside what changes.
export function trace(main, element) {
  if (!main.contains(element)) return null;
  if (element.matches(".pages a")) return { selector: "#resultats" };
  if (element.id) return { selector: `#${CSS.escape(element.id)}` };
  const area = element.closest(AREAS);
  if (!area) return { inside: "main", text: element.textContent };
  const facet = area.dataset.facet;
  const inside = facet ? `[data-facet="${facet}"]` : `.${area.getAttribute("class").split(" ").pop()}`;
  const line = element.closest("li");
  const rank = line ? [...line.parentNode.children].indexOf(line) : -1;
  const value = element.type === "checkbox" && element.value;
  const kind = element.matches(".exclude") ? ".exclude" : "a, input";
  return { inside, rank, value, kind, name: element.name, text: element.textContent };
}

// The focus where it was: on the same thing, else on what took its place, else on the results.
export function restore(main, traced) {
  if (!traced) return;
  const found = traced.selector ? main.querySelector(traced.selector) : within(main, traced);
  (found ?? main.querySelector("#resultats"))?.focus({ preventScroll: true });
}

function within(main, { inside, rank, value, kind, name, text }) {
  const area = inside === "main" ? main : main.querySelector(inside);
  if (!area) return inside.startsWith("[data") ? main.querySelector("#filtres") : null;
  if (value) {
    const box = [...area.querySelectorAll("input[type=checkbox]")].find((one) => one.value === value);
    if (box) return box;
  } else {
    const named = name && area.querySelector(`[name="${CSS.escape(name)}"]`);
    const same = [...area.querySelectorAll("a, button")].find((one) => one.textContent === text);
    if (named || same) return named || same;
  }
  const lines = area.querySelectorAll("li");
  return rank < 0 ? null : lines[Math.min(rank, lines.length - 1)]?.querySelector(kind) ?? null;
}

// What a choice did, in words: "" for one that the sentence of the search tells well enough.
export function done(element) {
  const name = (from) => from?.textContent.replace("×", "").trim();
  if (element.matches(".exclude")) return `exclu\u00a0: ${name(element.lastElementChild)}`;
  if (element.matches(".chips a:not(.clear)")) return `ôté\u00a0: ${name(element.childNodes[1])}`;
  if (element.matches(".values input")) {
    return `${element.checked ? "ajouté" : "ôté"}\u00a0: ${name(element.nextElementSibling)}`;
  }
  return "";
}
