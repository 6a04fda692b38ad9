// Which dossiers has a person, and what is in each?
import { make } from "./page.js";
import { onChange, read, write } from "./store.js";

export const MOST = 500;
// What undoing brings back; another tab may have gone on since
let before = null;

onChange("dossiers", ({ elsewhere }) => {
  if (elsewhere) before = null;
});

export const begun = (name) => ({ name, items: [] });

// {open: a rank, folders: [{name, items: [{id, q, note}]}]}
export function all() {
  return structuredClone(read("dossiers", { open: 0, folders: [begun("Sélection")] }));
}

export function opened() {
  const { open, folders } = all();
  return folders[open];
}

function apply(edit, then) {
  const now = all();
  edit(now.folders[now.open], now);
  before = then;
  write("dossiers", now);
}

// `edit` gets the open dossier and all of them; what is changed can be undone, until something else is done.
export const change = (edit) => apply(edit, all());
export const update = (edit) => apply(edit, null);
export const undo = () => apply((_, now) => Object.assign(now, before), null);

export const undoable = () => before !== null;

// As many of {id, q} as there is room for.
export function add(entries) {
  change(({ items }) => {
    const others = entries.filter(({ id }) => !items.some((one) => one.id === id));
    items.push(...others.slice(0, Math.max(0, MOST - items.length)));
  });
}

export function remove(ids) {
  change((folder) => {
    folder.items = folder.items.filter(({ id }) => !ids.includes(id));
  });
}

// A list of the dossiers that opens the one chosen, and what keeps it so.
export function chooser() {
  const list = make("select", { ariaLabel: "Dossier" });
  list.onchange = () => update((_, now) => { now.open = list.selectedIndex; });
  const show = () => {
    const { open, folders } = all();
    list.replaceChildren(...folders.map(({ name, items }) => new Option(`${name} (${items.length})`)));
    list.selectedIndex = open;
    list.hidden = folders.length < 2;
  };
  onChange("dossiers", show);
  show();
  return list;
}
