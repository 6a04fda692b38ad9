// What does this browser keep? The dialog says it, clears it and switches it off.
import { button, byId } from "./page.js";
import { clear, isOn, turn } from "./store.js";

const part = (name) => byId(name);
const told = part("garde-fait");
const switched = part("garde-actif");

part("voir-garde").hidden = false;
part("voir-garde").onclick = () => {
  switched.checked = isOn();
  told.textContent = "";
  part("garde").showModal();
};
switched.onchange = () => {
  const wanted = switched.checked;
  turn(wanted);
  switched.checked = isOn();
  told.textContent = isOn() === wanted ? "" : "Ce navigateur refuse de garder quoi que ce soit.";
};
part("garde-effacer").onclick = () => {
  const restore = clear();
  told.replaceChildren("Tout est effacé. ", button("Annuler", () => {
    restore();
    told.textContent = "Tout est revenu.";
  }, "as-link"));
};
