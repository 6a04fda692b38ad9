// On the page of an article: from mark to mark, the reference, its address and a passage in one click.
import { copying } from "./copy.js";
import { step } from "./marks.js";
import { markShared } from "./near.js";
import { button, byId, counted, make, on } from "./page.js";

const line = byId("ligne");
const own = byId("marques");
const shared = own ? 0 : markShared();
const nav = own ?? (shared && added());
if (nav) {
  const noun = own ? "trouvé" : "commun";
  const count = nav.querySelector("span");
  const go = (by) => { count.textContent = `mot ${noun} ${step(by)}`; };
  count.role = "status";
  const before = button("Mot précédent", () => go(-1), "");
  const after = button("Mot suivant", () => go(1), "");
  before.dataset.word = -1;
  after.dataset.word = 1;
  nav.querySelector("ol").replaceWith(before, after);
}

// The words shared with the text it was opened from have the place of the words found.
function added() {
  const count = make("span", {}, `${counted(shared, "mot")} en commun`);
  const made = make("nav", { className: "marks", ariaLabel: "Mots communs" }, count, make("ol"));
  line.append(made);
  return made;
}

const reference = () => byId("reference").textContent;

// What is selected of the article; a press of a button may end the selection.
let passage = "";
// its own guillemets become inner ones; letters of another size are lost where a text is pasted
const quoted = () => passage.replaceAll(/«\s*/g, "“").replaceAll(/\s*»/g, "”").replaceAll("1ᵉʳ", "1er");
const passages = copying("Copier ce passage", () => `«\u00a0${quoted()}\u00a0»\n${reference()}`);
passages[0].hidden = true;
on("selectionchange", () => {
  const chosen = getSelection();
  const inside = chosen.rangeCount && line.closest("article").contains(chosen.getRangeAt(0).commonAncestorContainer);
  const found = inside ? chosen.toString().trim().replaceAll(/\s*\n\s*/g, "\n") : "";
  if (found) passage = found;
  passages[0].hidden = !found && document.activeElement !== passages[0];
});

line.querySelector(".tick").after(
  ...copying("Copier la référence", reference),
  ...copying("Copier le lien", () => location.origin + location.pathname),
  button("Imprimer", () => print(), ""),
  ...passages,
);
line.querySelectorAll(".copying").forEach((one) => { one.className = "copying"; });
