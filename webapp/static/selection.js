// What can be done with a selection? Take it away as a text; put one that was shared in a dossier.
import { copying } from "./copy.js";
import { MOST, add, opened } from "./folders.js";
import { button, byId, counted, find, findAll } from "./page.js";
import { onChange } from "./store.js";

const actions = find(".actions");
const told = byId("garde-ici");
const cards = () => findAll(".picked > li");
const texts = (card, name) => [...card.querySelectorAll(name)].map((one) => one.textContent.trim());

// Title, where and when, lede, passages, reference and note, a line each.
function lines(card) {
  const note = card.querySelector("textarea")?.value.trim();
  const place = texts(card, ".kicker > *").join(" · ");
  return [...texts(card, "h2"), place, ...texts(card, ".lede, .passage, .reference"), note && `Note\u00a0: ${note}`];
}

actions?.append(
  ...copying("Copier le texte", () => cards().map((card) => lines(card).filter(Boolean).join("\n")).join("\n\n")),
  ...copying("Copier les références", () => cards().flatMap((card) => texts(card, ".reference")).join("\n")),
  button("Imprimer", () => window.print()),
);

if (told) {
  actions.append(...copying("Copier le lien", () => location.href));
  const searches = new URLSearchParams(location.search).getAll("q");
  const q = searches[1] ? `(${searches.join(") OU (")})` : searches[0] ?? "";
  const put = button("", () => {
    add(cards().map(({ dataset }) => ({ id: dataset.id, q })));
    told.focus();
  });
  const show = () => {
    const { name, items } = opened();
    const others = cards().filter(({ dataset }) => !items.some(({ id }) => id === dataset.id)).length;
    const folder = `dossier «\u00a0${name}\u00a0»`;
    put.textContent = `Ajouter au ${folder}`;
    put.hidden = !others || items.length >= MOST;
    told.textContent = put.hidden ? `${counted(items.length, "article")} dans le ${folder}${others ? ", le plus qu’il se peut" : ""}` : "";
  };
  actions.append(put);
  onChange("dossiers", show);
  show();
}
