// Which articles are kept? A tick puts one in the open dossier, from whatever page, in every tab.
import { MOST, add, chooser, opened, remove, undo, undoable } from "./folders.js";
import { announce, button, byId, counted, findAll, make, on } from "./page.js";
import { lasts, onChange } from "./store.js";

const BOXES = "input[name=id][form=panier]";
let last = null;

const isKept = () => lasts("dossiers");
const boxes = () => findAll(BOXES);
const entry = ({ value }) => ({ id: value, q: new URLSearchParams(location.search).get("q") ?? "" });

function show() {
  const kept = opened().items.map(({ id }) => id);
  // where nothing is kept the address of the selection holds it
  const held = isKept() ? [] : kept;
  for (const place of document.querySelectorAll(".places-count")) {
    place.textContent = kept.length ? `\u00a0(${kept.length})` : "";
    place.parentNode.search = new URLSearchParams(held.map((id) => ["id", id]));
  }
  const form = byId("panier");
  if (!form) return;
  const shown = boxes();
  for (const box of shown) box.checked = kept.includes(box.value);
  byId("tout-retenir")?.removeAttribute("hidden");
  form.classList.toggle("kept", kept.length > 0 || undoable());
  const count = form.querySelector(".basket-count");
  const text = counted(kept.length, "article retenu")
    + (kept.length < MOST ? "" : ", le plus qu’il se peut") + (isKept() ? "" : ", pour cette page seulement");
  if (count.textContent !== text) count.textContent = text;
  if (!form.querySelector(".basket-clear")) furnish(form);
  const [undoing, clearing] = form.querySelectorAll(".basket-clear");
  undoing.hidden = !undoable();
  clearing.hidden = !kept.length;
  if (form.contains(document.activeElement) && document.activeElement.hidden) form.querySelector("button:not([hidden])").focus();
  form.querySelectorAll("input[type=hidden]").forEach((field) => field.remove());
  // from other results too
  const missing = held.filter((id) => !shown.some(({ value }) => value === id));
  form.append(...missing.map((value) => make("input", { type: "hidden", name: "id", value })));
}

function furnish(form) {
  form.querySelector(".basket-count").after(chooser());
  const clear = () => remove(opened().items.map(({ id }) => id));
  form.append(button("Annuler", undo, "basket-clear"), button("Tout ôter", clear, "basket-clear"));
  form.onsubmit = (event) => {
    if (!isKept()) return;
    event.preventDefault();
    location.assign(form.action);
  };
}

on("click", ({ target, shiftKey }) => {
  const all = boxes();
  if (target.id === "tout-retenir") {
    add(all.map(entry));
    announce(counted(opened().items.length, "article retenu"));
  }
  if (!all.includes(target)) return;
  const ends = [all.indexOf(target), shiftKey ? all.indexOf(last) : -1].filter((rank) => rank >= 0);
  const range = all.slice(Math.min(...ends), Math.max(...ends) + 1);
  last = target;
  if (target.checked) add(range.map(entry));
  else remove(range.map(({ value }) => value));
});

// results can be replaced without a change of page
new MutationObserver((changes) => {
  if (!changes.every(({ target }) => target.closest?.("#panier"))) show();
}).observe(byId("contenu"), { childList: true, subtree: true });
onChange("dossiers", show);
// a browser that comes back to a form restores the ticks that it had
addEventListener("pageshow", show);
show();
