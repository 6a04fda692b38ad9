// How can what is being typed go on? A combobox with a list (ARIA Authoring Practices).
import { PREFIX, announce, byId, counted, latest, make, visit } from "./page.js";
import { recent } from "./recent.js";

const field = byId("q");
const GROUPS = [
  { name: "recent", title: "Vos dernières recherches", one: "recherche", text: "text", choose: (row) => visit(row.url) },
  { name: "words", title: "Mots", one: "mot", text: "text", choose: (row) => search(row.text) },
  { name: "tags", title: "Thèmes", one: "thème", text: "label", choose: (row) => visit(page(row.url)) },
  { name: "authors", title: "Auteurs", one: "auteur", text: "label", choose: (row) => visit(page(row.url)) },
  { name: "titles", title: "Articles", one: "article", text: "title", choose: (row) => visit(`${PREFIX}/article/${row.id}`) },
];
const KEYS = {
  ArrowDown: down, ArrowUp: up, Enter: choose, Escape: dismiss,
  // they move in what is typed, which has the keyboard again
  ArrowLeft: back, ArrowRight: back, Home: back, End: back,
};

let list;
let choices = [];
let active = -1;
const next = latest();

if (field) {
  list = make("div", { id: "propositions", role: "listbox", ariaLabel: "Propositions", className: "suggestions", hidden: true });
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  Object.assign(field, { role: "combobox", ariaAutoComplete: "list", ariaExpanded: "false" });
  field.oninput = suggest;
  field.onclick = () => field.value || suggest();
  field.onkeydown = (event) => {
    if (!event.isComposing && !event.ctrlKey && !event.metaKey) KEYS[event.key]?.(event);
  };
  field.onblur = close;
  field.form.onsubmit = close;
  // the field keeps the focus, so that a click is not taken for leaving it
  list.onpointerdown = (event) => event.preventDefault();
}

async function suggest() {
  const signal = next();
  if (field.selectionEnd < field.value.length) {
    open(false); // what goes on elsewhere than at the end would be put in the wrong place
    return;
  }
  if (!field.value) {
    show({ recent: recent() });
    return;
  }
  try {
    // the search that the form would ask for, its filters and its period included
    const asked = [...new FormData(field.form)].filter(([, value]) => value);
    const url = `${PREFIX}/api/v1/suggest?${new URLSearchParams(asked)}`;
    const response = await fetch(url, { signal });
    if (response.ok) show(await response.json());
  } catch (error) {
    // a newer letter, or no network: what was typed can still be searched
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
  }
}

function show(found) {
  if (document.activeElement !== field) return;
  choices = [];
  mark(-1);
  list.replaceChildren(...GROUPS.filter(({ name }) => found[name]?.length).map((group) => drawn(group, found[group.name])));
  open(choices.length > 0);
  announce(choices.length ? counted(choices.length, "proposition") : "");
}

function drawn(group, rows) {
  const title = make("div", { role: "presentation" }, group.title);
  return make("div", { role: "group", ariaLabel: group.title }, title, ...rows.map((row) => option(group, row)));
}

function option(group, row) {
  const onclick = () => group.choose(row);
  const rank = choices.push(onclick) - 1;
  const beside = row.count?.toLocaleString("fr-FR") ?? origin(row);
  return make(
    "div",
    { id: `proposition-${rank}`, role: "option", ariaSelected: "false", onclick },
    make("span", { className: group.name === "titles" ? "title" : "text" }, row[group.text]),
    // few readers of screens tell the group of an option
    make("span", { className: "unseen" }, `, ${group.one}`),
    make("span", { className: "count" }, beside),
  );
}

// Where and when an article was published.
function origin({ source, published }) {
  const day = published && new Date(published).toLocaleDateString("fr-FR", { dateStyle: "long", timeZone: "Europe/Paris" });
  return [source, day].filter(Boolean).join(", ");
}

function open(shown) {
  list.hidden = !shown;
  field.ariaExpanded = shown;
}

function close() {
  next();
  open(false);
  mark(-1);
}

function down(event) {
  event.preventDefault();
  if (!event.altKey) move(1);
  else if (list.hidden) suggest();
}

function up(event) {
  event.preventDefault();
  if (event.altKey) close();
  else move(-1);
}

function back() {
  if (active >= 0) mark(-1);
}

function move(step) {
  if (list.hidden) {
    suggest();
    return;
  }
  // one place more than there are choices: the field itself
  const places = choices.length + 1;
  mark(((active + 1 + step + places) % places) - 1);
}

function mark(rank) {
  const options = list.querySelectorAll("[role=option]");
  for (const [place, one] of options.entries()) one.ariaSelected = place === rank;
  options[rank]?.scrollIntoView({ block: "nearest" });
  active = rank;
  if (rank < 0) field.removeAttribute("aria-activedescendant");
  else field.setAttribute("aria-activedescendant", options[rank].id);
}

function choose(event) {
  if (list.hidden || active < 0) return;
  event.preventDefault();
  choices[active]();
}

function dismiss(event) {
  if (list.hidden) return; // the browser empties the field
  event.preventDefault();
  close();
}

function search(text) {
  field.value = text;
  field.form.requestSubmit();
}

// The page that shows what an address of the API gives.
function page(url) {
  return `${PREFIX}/${new URL(url, location.href).search}`;
}
