// On the page of a selection: copy, print, and forget what is taken out.

import { copying } from "./copy.js";
import { forget } from "./basket.js";

const actions = document.querySelector(".actions");
if (actions) {
  const references = () => [...document.querySelectorAll(".reference")]
    .map((line) => line.textContent).join("\n");
  const print = document.createElement("button");
  print.type = "button";
  print.className = "button";
  print.textContent = "Imprimer";
  print.addEventListener("click", () => window.print());
  actions.append(
    ...copying("Copier le lien", () => location.href),
    ...copying("Copier les références", references),
    print,
  );
}

for (const link of document.querySelectorAll(".drop")) {
  link.addEventListener("click", () => forget(link.dataset.id));
}
