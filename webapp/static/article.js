// On the page of an article: from mark to mark, the reference, its address and a passage in one click.
import { copying } from "./copy.js";
import { markShared } from "./near.js";
import { button, counted, make } from "./page.js";

const line = document.getElementById("ligne");
const own = document.getElementById("marques");
const shared = own ? 0 : markShared();
const nav = own ?? (shared && added());
if (nav) {
  const noun = own ? "trouvé" : "commun";
  const marks = [...document.querySelectorAll("mark[id^=marque-]")];
  const count = nav.querySelector("span");
  let here = -1;
  const go = (step) => {
    marks[here]?.classList.remove("here");
    here = here < 0 && step < 0 ? marks.length - 1 : (here + step + marks.length) % marks.length;
    marks[here].classList.add("here");
    marks[here].scrollIntoView({ block: "center" });
    count.textContent = `mot ${noun} ${here + 1} sur ${marks.length}`;
  };
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
