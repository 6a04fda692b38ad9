// What does this browser keep for a person, and may it? The same in all tabs, nothing on the server.
import { PREFIX, on } from "./page.js";

const isRow = (one) => typeof one?.search === "string" && typeof one.said === "string";
const isFolder = (one) => typeof one?.name === "string" && Array.isArray(one.items) && one.items.every((item) => typeof item?.id === "string");
const areRows = (kept) => Array.isArray(kept) && kept.every(isRow);
// What each thing kept must be to be believed: other versions and other programs write here too
const SHAPES = {
  dossiers: ({ open, folders }) => Array.isArray(folders) && folders.every(isFolder) && Number.isInteger(open) && open in folders,
  suivies: areRows,
  recentes: areRows,
};
const NAMES = Object.keys(SHAPES);
// Where storage is refused, full or switched off: for this page only
const memory = new Map();
// archives of one host, each below its prefix, share what a browser keeps
const key = (name) => `manchette.${name}${PREFIX}`;

// What `use` gives with the storage, null where the browser refuses it.
export function stored(use) {
  try {
    return use(localStorage);
  } catch {
    return null;
  }
}

export const isOn = () => stored((kept) => !kept.getItem(key("rien"))) ?? false;
export const lasts = (name) => isOn() && !memory.has(name);

export function read(name, otherwise) {
  if (memory.has(name)) return memory.get(name);
  const kept = isOn() && stored((storage) => JSON.parse(storage.getItem(key(name))));
  return kept && SHAPES[name](kept) ? kept : otherwise;
}

export function write(name, value) {
  const done = isOn() && stored((kept) => kept.setItem(key(name), JSON.stringify(value)) ?? true);
  if (done) memory.delete(name);
  else memory.set(name, value);
  tell(name);
}

export function turn(yes) {
  stored((kept) => (yes ? kept.removeItem(key("rien")) : kept.setItem(key("rien"), "oui")));
  memory.clear();
  tell();
}

// Everything goes; what this gives brings it back.
export function clear() {
  // as they stand there: also what is not read while keeping is switched off
  const gone = NAMES.map((name) => [key(name), stored((kept) => kept.getItem(key(name)))]);
  const held = [...memory];
  memory.clear();
  for (const [name] of gone) stored((kept) => kept.removeItem(name));
  tell();
  return () => {
    for (const [name, text] of gone) if (text) stored((kept) => kept.setItem(name, text));
    for (const one of held) memory.set(...one);
    tell();
  };
}

// `then` is called when what has this name changes, here or `elsewhere`: in another tab.
export function onChange(name, then) {
  on("kept", ({ detail }) => {
    if (!detail.name || detail.name === name) then(detail);
  });
}

function tell(name, elsewhere = !name) {
  document.dispatchEvent(new CustomEvent("kept", { detail: { name, elsewhere } }));
}

addEventListener("storage", (event) => {
  const name = NAMES.find((one) => key(one) === event.key);
  if (name || !event.key || event.key === key("rien")) tell(name, true);
});
addEventListener("pageshow", ({ persisted }) => persisted && tell());
