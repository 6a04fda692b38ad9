// On the page of an article: from mark to mark, and the reference in one click.
import { copying } from "./copy.js";
import { markShared } from "./near.js";
import { button } from "./page.js";

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
  nav.querySelector("ol").replaceWith(
    button("← Précédent", () => go(-1), ""), button("Suivant →", () => go(1), ""),
  );
}

// The words shared with the text it was opened from have the place of the words found.
function added() {
  const made = document.createElement("nav");
  made.className = "marks";
  made.setAttribute("aria-label", "Mots communs");
  const count = document.createElement("span");
  count.textContent = `${shared}\u00a0mot${shared > 1 ? "s" : ""} en commun`;
  made.append(count, document.createElement("ol"));
  document.querySelector(".sheet article > header").after(made);
  return made;
}

const reference = document.getElementById("reference");
reference.nextElementSibling.prepend(...copying("Copier la référence", () => reference.textContent));
