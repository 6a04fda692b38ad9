// On the page of an article: from mark to mark, the reference, its address and a passage in one click.
import { copying } from "./copy.js";
import { step } from "./marks.js";
import { markShared } from "./near.js";
import { button, counted, make } from "./page.js";

const line = document.getElementById("ligne");
const own = document.getElementById("marques");
const shared = own ? 0 : markShared();
const nav = own ?? (shared && added());
if (nav) {
  const noun = own ? "trouvé" : "commun";
  const count = nav.querySelector("span");
  const go = (by) => { count.textContent = `mot ${noun} ${step(by)}`; };
  count.setAttribute("role", "status");
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

const reference = () => document.getElementById("reference").textContent;

// What is selected of the article; a press of a button may end the selection.
let passage = "";
const passages = copying("Copier ce passage", () => `«\u00a0${passage}\u00a0»\n${reference()}`);
passages[0].hidden = true;
document.addEventListener("selectionchange", () => {
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
