// What is in a dossier, in which order, with which notes? The page of a selection without ids fills itself.
import { copying } from "./copy.js";
import { begun, change, chooser, opened, remove, undo, undoable, update } from "./folders.js";
import { PREFIX, announce, byId, counted, fetched, find, isSilent, make } from "./page.js";
import { lasts, onChange } from "./store.js";

// How many the server takes at once, and how many searches to show passages of
const SHARE = 100;
const SEARCHES = 9;
const LONGEST = 100;
// Where a drag scrolls, in pixels
const EDGE = 90;
const KEYS = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };
const place = byId("dossier");
const list = place.querySelector(".picked");
const part = (name) => place.querySelector(`[data-part=${name}]`);
// What the server made of each article, or to choose among several; null where the archive has none
const cards = new Map();
let turn = 0;

const shown = () => [...list.children];
const ids = (items) => items.map(({ id }) => id);
// What a file holds: what was not read yet too
const wanted = () => opened().items.filter(({ id }) => cards.get(id) !== null);
const known = (name) => opened().items.map(({ id }) => cards.get(id)).filter((card) => card?.matches(name));
const absent = () => opened().items.filter(({ id }) => cards.get(id) === null);
const shares = (items) => Array.from({ length: Math.ceil(items.length / SHARE) }, (_, rank) => items.slice(rank * SHARE, (rank + 1) * SHARE));

function address(items, kind = "") {
  const searches = new Set(items.map(({ q }) => q).filter((q) => q && q.length < LONGEST));
  const asked = kind ? [] : [...searches].slice(0, SEARCHES).map((q) => ["q", q]);
  return `${PREFIX}/selection${kind}?${new URLSearchParams([...ids(items).map((id) => ["id", id]), ...asked])}`;
}

async function fill() {
  turn += 1;
  const mine = turn;
  draw();
  try {
    for (const share of shares(opened().items.filter(({ id }) => !cards.has(id)))) {
      tell(`Lecture de ${counted(opened().items.length, "article")}…`);
      const page = await fetched(address(share));
      if (!page) throw new TypeError("refused");
      if (mine !== turn) break;
      for (const { id } of share) cards.set(id, null);
      for (const card of page.querySelectorAll(".picked > li")) take(document.adoptNode(card));
      for (const block of page.querySelectorAll("div[data-former]")) cards.set(block.dataset.former, document.adoptNode(block));
    }
    tell("");
  } catch (error) {
    if (!isSilent(error)) throw error;
    tell("Pas de réponse.", false);
  }
  draw();
}

function tell(text, isDone = true) {
  part("told").textContent = text;
  part("retry").hidden = isDone;
}

// The card of an article, whose id may be another one since it was ticked.
function take(card) {
  const { asked, id } = card.dataset;
  card.append(byId("outils").content.cloneNode(true));
  for (const one of card.querySelectorAll("[aria-label]")) one.ariaLabel += ` «\u00a0${card.querySelector("h2").textContent.trim()}\u00a0»`;
  cards.set(id, card);
  if (asked !== id) update(becoming(asked.split(" "), id));
}

// An id in the place of others, once.
function becoming(others, id) {
  return (folder) => {
    const items = folder.items.map((one) => (others.includes(one.id) ? { ...one, id } : one));
    folder.items = items.filter((one, rank) => items.findIndex((other) => other.id === one.id) === rank);
  };
}

function draw() {
  const { name, items } = opened();
  const number = counted(items.length, "article retenu");
  find("h1").textContent = number;
  document.title = `${number} – Manchette`;
  place.hidden = false;
  byId("vide").hidden = items.length > 0;
  part("name").value = name;
  part("undo").hidden = !undoable();
  part("full").hidden = !items.length;
  part("shares").hidden = items.length <= SHARE;
  const gone = absent().length;
  part("absent").hidden = !gone;
  part("absent").firstChild.textContent = `${counted(gone, "article")} de ce dossier ${gone > 1 ? "ne sont" : "n’est"} plus dans l’archive.`;
  const isLost = !lasts("dossiers");
  part("kept").hidden = isLost;
  part("lost").hidden = !isLost || !items.length;
  part("several").replaceChildren(...known("div"));
  const rows = known("li");
  // what is in place stays there
  if (rows.some((row, rank) => row !== list.children[rank]) || rows.length < list.children.length) put(rows);
  for (const { id, note = "" } of items) {
    const field = cards.get(id)?.querySelector("textarea");
    if (!field) continue;
    if (field !== document.activeElement) field.value = note;
    field.nextElementSibling.textContent = note;
  }
  for (const link of place.querySelectorAll("[data-kind]")) link.href = address(wanted().slice(0, SHARE), link.dataset.kind);
}

// The cards in this order; the hand stays on what it holds.
function put(rows) {
  const hand = document.activeElement;
  list.replaceChildren(...rows);
  hand.focus({ preventScroll: true });
}

const PRESSES = {
  retry: fill,
  undo,
  absent: () => remove(ids(absent())),
  begin: () => {
    change((_, now) => { now.open = now.folders.push(begun(`Dossier ${now.folders.length + 1}`)) - 1; });
    part("name").select();
  },
  end: () => change((_, now) => {
    now.folders.splice(now.open, 1);
    if (!now.folders.length) now.folders.push(begun("Sélection"));
    now.open = 0;
  }),
};

place.onclick = (event) => {
  const { target } = event;
  const { press, by, kind, former, instead } = target.dataset;
  PRESSES[press]?.();
  if (by) move(target, Number(by));
  if (kind && wanted().length > SHARE) join(event, kind);
  if (target.closest(".drop")) drop(event);
  if (instead) {
    event.preventDefault();
    change(becoming([former], instead));
  }
  // what was pressed may be gone
  if (press && !document.activeElement.matches(":enabled:not([hidden])")) part("name").focus();
};
place.onkeydown = (event) => {
  if (!(event.key in KEYS) || !event.target.dataset.by) return;
  event.preventDefault();
  move(event.target, KEYS[event.key]);
};
place.oninput = ({ target }) => {
  if (!target.matches("textarea")) return;
  const { id } = target.closest("li").dataset;
  update(({ items }) => { items.find((one) => one.id === id).note = target.value; });
};
place.onpointerdown = drag;
part("name").onchange = ({ target }) => change((folder) => { folder.name = target.value.trim() || folder.name; });

function drop(event) {
  event.preventDefault();
  const card = event.target.closest("li");
  const next = card.nextElementSibling ?? card.previousElementSibling;
  remove([card.dataset.id]);
  announce("Article ôté du dossier");
  (next?.querySelector(".drop") ?? part("undo")).focus();
}

function move(control, by) {
  const card = control.closest("li");
  const others = shown().filter((one) => one !== card);
  const rank = Math.min(Math.max(shown().indexOf(card) + by, 0), others.length);
  others.splice(rank, 0, card);
  put(others);
  control.focus();
  order();
  announce(`${rank + 1} sur ${others.length}`);
}

function order() {
  const ranks = new Map(shown().map(({ dataset }, rank) => [dataset.id, rank]));
  const isThere = ({ id }) => ranks.has(id);
  change((folder) => {
    const moved = folder.items.filter(isThere).sort((one, other) => ranks.get(one.id) - ranks.get(other.id));
    // what the archive has no more keeps its place
    folder.items = folder.items.map((one) => (isThere(one) ? moved.shift() : one));
  });
}

// The card stays where it is in the document, the others go past it: what is moved loses the pointer.
function drag(event) {
  const { target, pointerId } = event;
  if (!target.matches(".grip") || event.button) return;
  event.preventDefault();
  const card = target.closest("li");
  const middle = (one) => one.getBoundingClientRect().top + one.offsetHeight / 2;
  target.setPointerCapture(pointerId);
  card.classList.add("dragged");
  target.onpointermove = ({ clientY }) => {
    const { previousElementSibling: before, nextElementSibling: after } = card;
    if (after && clientY > middle(after)) card.before(after);
    else if (before && clientY < middle(before)) card.after(before);
    if (clientY < EDGE || clientY > innerHeight - EDGE) scrollBy(0, clientY < EDGE ? -16 : 16);
  };
  target.onlostpointercapture = () => {
    target.onpointermove = null;
    card.classList.remove("dragged");
    order();
  };
}

// One file of all the shares: the first line of a table is that of each.
async function join(event, kind) {
  event.preventDefault();
  const found = [];
  const items = wanted();
  for (const share of shares(items)) {
    const response = await fetch(address(share, kind)).catch(() => null);
    if (!response?.ok) {
      part("told").textContent = "Pas de réponse\u00a0: aucun fichier n’est fait.";
      return;
    }
    const text = await response.text();
    found.push(kind === ".csv" && found.length ? text.slice(text.indexOf("\r\n") + 2) : text);
  }
  tell("");
  // without its mark a table is not read as UTF-8
  const href = URL.createObjectURL(new Blob([kind === ".csv" ? "\ufeff" : "", ...found]));
  make("a", { href, download: `manchette-selection-${items.length}-articles${kind}` }).click();
  URL.revokeObjectURL(href);
}

part("name").closest(".folder").prepend(chooser());
place.querySelector(".actions").append(...copying("Copier le lien", () => shares(opened().items).map((share) => location.origin + address(share)).join("\n")));
onChange("dossiers", fill);
fill();
