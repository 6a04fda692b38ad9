// Look for values of a facet as letters are typed, and unfold all of them, from its own page.
import { announce, counted, fetched, find, isPlain, isSilent, make, on } from "./page.js";

// The letters looked for in each facet that is not as the page came, by its name
const unfolded = new Map();
const pending = new Map();
// The lists as the page came, by the name of their facet
const originals = new Map();

on("input", (event) => {
  const form = event.target.closest(".results .within");
  if (!form) return;
  const facet = form.closest(".facet");
  if (event.target.value) look(facet, event.target.value);
  else fold(facet);
});

on("submit", (event) => {
  const form = event.target.closest(".results .within");
  if (!form) return;
  event.preventDefault();
  look(form.closest(".facet"), form.contient.value);
});

on("click", (event) => {
  const link = event.target.closest(".results .all-values");
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  const facet = link.closest(".facet");
  if (link.ariaExpanded === "true") fold(facet);
  else look(facet, letters(facet).value);
});

on("shown", () => {
  originals.clear();
  for (const [name, typed] of unfolded) {
    const facet = find(`.facet[data-facet="${name}"]`);
    const input = facet && letters(facet);
    if (!input) continue;
    input.value = typed;
    look(facet, typed);
  }
});

async function look(facet, typed) {
  const { facet: name } = facet.dataset;
  pending.get(name)?.abort();
  const controller = new AbortController();
  pending.set(name, controller);
  const form = facet.querySelector(".within");
  const given = new URLSearchParams([...new FormData(form)].filter(([key]) => key !== "contient"));
  given.set("contient", typed);
  try {
    const page = await fetched(`${new URL(form.action).pathname}?${given}`, controller.signal);
    if (page) unfold(facet, typed, page.querySelector(".values"));
  } catch (error) {
    // other letters came, or no network: the list stays
    if (error.name !== "AbortError" && !isSilent(error)) throw error;
  }
}

function unfold(facet, typed, found) {
  const { facet: name } = facet.dataset;
  const values = facet.querySelector(".values");
  if (!originals.has(name)) originals.set(name, values);
  const list = found ?? nothing();
  list.classList.add("whole");
  const focused = document.activeElement;
  const kept = values.contains(focused) ? `input[value="${CSS.escape(focused.value ?? "")}"]` : null;
  values.replaceWith(list);
  if (kept) list.querySelector(kept)?.focus();
  unfolded.set(name, typed);
  label(facet, "moins", "true");
  announce(found ? counted(list.children.length, "valeur") : list.textContent);
}

function fold(facet) {
  const { facet: name } = facet.dataset;
  pending.get(name)?.abort();
  unfolded.delete(name);
  letters(facet).value = "";
  if (originals.has(name)) facet.querySelector(".values").replaceWith(originals.get(name));
  originals.delete(name);
  label(facet, "plus…", "false");
}

function nothing() {
  return make("ul", { className: "values" }, make("li", {}, "Aucune valeur"));
}

function letters(facet) {
  return facet.querySelector("input[name=contient]");
}

function label(facet, text, expanded) {
  const link = facet.querySelector(".all-values");
  link.firstChild.textContent = text;
  link.ariaExpanded = expanded;
}
