// Ticks that survive a change of page: the ids are kept for this tab, in the order of ticking.
import { PREFIX } from "./page.js";

// archives of one host, each below its prefix, share what a browser keeps
const KEY = `manchette.retenus${PREFIX}`;
const MOST = 100;

// What is kept where storage is refused: for this page only
let here = [];

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return here;
  }
}

function keep(ids) {
  here = ids;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(ids));
  } catch {
    // refused: the form still sends what is ticked on this page
  }
}

export function forget(id) {
  keep(kept().filter((one) => one !== id));
}

const boxes = () => document.querySelectorAll("input[name=id][form=panier]");

function show() {
  const form = document.getElementById("panier");
  if (!form) return;
  const ids = kept();
  for (const box of boxes()) box.checked = ids.includes(box.value);
  const number = ids.length;
  form.classList.toggle("kept", number > 0);
  const text = number >= MOST
    ? `${MOST}\u00a0articles retenus, le plus qu’il se peut`
    : `${number}\u00a0article${number > 1 ? "s" : ""} retenu${number > 1 ? "s" : ""}`;
  const count = form.querySelector(".basket-count");
  if (count.textContent !== text) count.textContent = text;
  if (!form.querySelector(".basket-clear")) form.append(clearing());
  const missing = ids.filter((id) => ![...boxes()].some((box) => box.value === id));
  form.querySelectorAll("input[type=hidden]").forEach((field) => field.remove());
  for (const id of missing) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "id", value: id });
    form.append(field);
  }
}

function clearing() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "basket-clear";
  button.textContent = "Tout ôter";
  button.addEventListener("click", () => {
    keep([]);
    show();
  });
  return button;
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("input[name=id][form=panier]")) return;
  const others = kept().filter((id) => id !== target.value);
  keep(target.checked && others.length < MOST ? [...others, target.value] : others);
  show();
});

// results can be replaced without a change of page
const content = document.getElementById("contenu");
if (content) {
  new MutationObserver((changes) => {
    const own = (node) => node.closest?.("#panier");
    if (!changes.every(({ target }) => own(target))) show();
  }).observe(content, { childList: true, subtree: true });
}
window.addEventListener("pageshow", show);
show();
