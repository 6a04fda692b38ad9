// What does this browser keep? The dialog says it, clears it and switches it off.
import { button, byId } from "./page.js";
import { clear, isOn, turn } from "./store.js";

const told = byId("garde-fait");
const switched = byId("garde-actif");

byId("voir-garde").hidden = false;
byId("voir-garde").onclick = () => {
  switched.checked = isOn();
  told.textContent = "";
  byId("garde").showModal();
};
switched.onchange = () => {
  const wanted = switched.checked;
  turn(wanted);
  switched.checked = isOn();
  told.textContent = isOn() === wanted ? "" : "Ce navigateur refuse de garder quoi que ce soit.";
};
byId("garde-effacer").onclick = () => {
  const restore = clear();
  told.replaceChildren("Tout est effacé. ", button("Annuler", () => {
    restore();
    told.textContent = "Tout est revenu.";
  }, "as-link"));
};
