// On the page of an article: from mark to mark, and the reference in one click.

import { copying } from "./copy.js";

const nav = document.getElementById("marques");
if (nav) {
  const marks = [...document.querySelectorAll("mark[id^=marque-]")];
  const count = nav.querySelector("span");
  let here = -1;
  const go = (step) => {
    marks[here]?.classList.remove("here");
    here = here < 0 && step < 0 ? marks.length - 1 : (here + step + marks.length) % marks.length;
    marks[here].classList.add("here");
    marks[here].scrollIntoView({ block: "center" });
    count.textContent = `mot trouvé ${here + 1} sur ${marks.length}`;
  };
  count.setAttribute("role", "status");
  const button = (text, step) => {
    const one = document.createElement("button");
    one.type = "button";
    one.textContent = text;
    one.addEventListener("click", () => go(step));
    return one;
  };
  nav.querySelector("ol").replaceWith(button("← Précédent", -1), button("Suivant →", 1));
}

const reference = document.getElementById("reference");
reference.nextElementSibling.prepend(...copying("Copier la référence", () => reference.textContent));
