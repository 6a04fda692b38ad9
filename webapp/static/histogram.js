// Take a period over the bars: by a drag, by its two handles, with Shift and the arrows; the arrows
// alone go from bar to bar.

import { announce, byId, find, findAll, make, on } from "./page.js";

const SVG = "http://www.w3.org/2000/svg";
const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
const ENDS = ["Début de la période", "Fin de la période"];
// The ranks of the bars chosen: where one began, where one is. Null while none is.
let chosen = null;
let dragged = false;
// The end that a key took a period by
let held = null;
// The rank of the bar where the pointer went down
let pressed = 0;

begin();
on("shown", begin);

function begin() {
  chosen = null;
  dragged = false;
  const end = held;
  held = null;
  const strip = find(".bars");
  if (!strip) return;
  // One stop of the tabulation for all the bars: the arrows reach the others.
  strip.querySelectorAll("a").forEach((link, rank) => { link.tabIndex = rank ? -1 : 0; });
  strip.append(...ENDS.map(handle));
  strip.after(make("p", { className: "taken" }));
  draw();
  // results came by a handle: the hand is on it again
  if (end) strip.querySelectorAll(".handle")[end].focus();
}

function handle(name, end) {
  const made = document.createElementNS(SVG, "rect");
  const given = { class: "handle", role: "slider", tabindex: 0, width: 9, height: 30, y: 21, rx: 3, "aria-label": name, "data-end": end };
  for (const [key, value] of Object.entries(given)) made.setAttribute(key, value);
  return made;
}

function bars() {
  return findAll(".bars [data-from]");
}

function ends() {
  return chosen ? [...chosen].sort((one, other) => one - other) : [0, bars().length - 1];
}

function within(rank, last = bars().length - 1) {
  return Math.min(Math.max(rank, 0), last);
}

function rankAt(x) {
  const { left, width } = find(".bars").getBoundingClientRect();
  return within(Math.floor(((x - left) / width) * bars().length));
}

on("keydown", (event) => {
  if (event.key === "Escape" && chosen) leave();
  const here = event.target.closest?.(".bars a, .bars .handle");
  if (!here) return;
  const isHandle = here.classList.contains("handle");
  if (event.key === "Enter" && chosen && (isHandle || event.shiftKey || chosen[0] !== chosen[1])) {
    event.preventDefault();
    held = here.dataset.end;
    choose();
  } else if (event.key in STEPS) {
    event.preventDefault();
    const step = STEPS[event.key];
    if (isHandle) {
      const [first, last] = ends();
      // neither passes the other
      take(here.dataset.end === "1" ? [first, Math.max(first, within(last + step))] : [Math.min(last, within(first + step)), last]);
    } else if (event.shiftKey) {
      chosen ??= [bars().indexOf(here), bars().indexOf(here)];
      take([chosen[0], within(chosen[1] + step)]);
    } else {
      if (chosen) leave();
      go(here, step);
    }
  }
});

function go(link, step) {
  const links = [...link.closest(".bars").querySelectorAll("a")];
  const rank = within(links.indexOf(link) + step, links.length - 1);
  link.tabIndex = -1;
  links[rank].tabIndex = 0;
  links[rank].focus();
}

// a link would be dragged to another window
on("dragstart", (event) => {
  if (event.target.closest?.(".bars")) event.preventDefault();
});

on("pointerdown", (event) => {
  if (event.button !== 0 || !event.target.closest?.(".bars")) return;
  dragged = true;
  const { end } = event.target.closest(".handle")?.dataset ?? {};
  pressed = rankAt(event.clientX);
  chosen = [end ? ends()[1 - end] : pressed, pressed];
});

// The whole document: a drag that leaves the strip goes on.
on("pointermove", (event) => {
  if (!dragged) return;
  const rank = rankAt(event.clientX);
  if (rank !== chosen[1]) take([chosen[0], rank]);
});

on("pointerup", () => {
  if (!dragged) return;
  dragged = false;
  if (chosen[1] === pressed) leave();
  else choose();
});

on("pointercancel", () => {
  if (dragged) leave();
});

function take(both) {
  chosen = both;
  draw();
  announce(find(".taken").textContent);
}

function leave() {
  chosen = null;
  dragged = false;
  draw();
}

// « mars 2021 – juin 2023 : 142 »
function draw() {
  const all = bars();
  const [first, last] = ends();
  all.forEach((bar, rank) => bar.classList.toggle("chosen", Boolean(chosen) && first <= rank && rank <= last));
  document.querySelectorAll(".handle").forEach((handle, end) => {
    const rank = end ? last : first;
    const place = ((rank + end) / all.length) * 100;
    handle.style.translate = end && place > 99 ? "-9px" : place < 1 ? "0" : "-4px";
    Object.assign(handle, { ariaValueMin: end ? first : 0, ariaValueMax: end ? all.length - 1 : last, ariaValueNow: rank, ariaValueText: all[rank].dataset.name });
    handle.setAttribute("x", `${place}%`);
  });
  const sum = all.slice(first, last + 1).reduce((before, bar) => before + Number(bar.dataset.count), 0);
  const names = [...new Set([all[first].dataset.name, all[last].dataset.name])].join(" – ");
  find(".taken").textContent = chosen ? `${names}\u00a0: ${sum.toLocaleString("fr")}` : "";
}

function choose() {
  const all = bars();
  const [first, last] = ends();
  const form = byId("recherche");
  form.elements.from.value = all[first].dataset.from;
  form.elements.to.value = all[last].dataset.to;
  form.requestSubmit();
}
