// Which key does what outside a field? The dialog lists them and can switch them off.
import { step as mark } from "./marks.js";
import { announce, byId, find, findAll, on } from "./page.js";
import { stored } from "./store.js";

const KEYS = { "/": field, j: () => step(1), k: () => step(-1), o: open, l: read, s: source, x: tick, n: () => word(1), p: () => word(-1), "?": help };
const SETTING = "manchette.raccourcis";
// What letters are typed into
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const dialog = byId("raccourcis");
const enabled = byId("raccourcis-actifs");
const button = byId("voir-raccourcis");
let current = null;

enabled.checked = stored((kept) => kept.getItem(SETTING)) !== "non";
enabled.onchange = () => stored((kept) => kept.setItem(SETTING, enabled.checked ? "oui" : "non"));
button.hidden = false;
button.onclick = help;

on("keydown", (event) => {
  const modified = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (!enabled.checked || modified || dialog.open || event.target.closest?.(TYPED)) return;
  if (!Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
});

on("focusin", (event) => {
  current = event.target.closest(".card") ?? current;
});

function field() {
  const input = byId("q");
  input?.focus();
  input?.select();
}

function step(by) {
  const cards = findAll(".card");
  const rank = cards.indexOf(current);
  const next = rank < 0 ? (by > 0 ? 0 : -1) : rank + by;
  title(cards[next])?.focus();
}

// The result the keyboard is at, else the article of its page.
function place() {
  return document.contains(current) ? current : find("body.article main");
}

function title(card) {
  return card?.querySelector(".card-title a");
}

function open() {
  const link = title(place());
  if (link) location.assign(link.href);
}

// A click is what opens an article beside the titles.
function read() {
  title(place())?.click();
}

function source() {
  // a line of titles has none: what is read beside it has
  (place()?.querySelector("a.source-link") ?? find(".pane a.source-link"))?.click();
}

function tick() {
  place()?.querySelector("input[name=id]")?.click();
}

// A page of an article tells it in its own line.
function word(by) {
  const control = find(`[data-word="${by}"]`);
  if (control) {
    control.click();
    return;
  }
  const place = mark(by);
  if (place) announce(`mot trouvé ${place}`);
}

function help() {
  dialog.showModal();
}
