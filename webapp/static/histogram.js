// Take a period over the bars: by a drag, by its two handles, with Shift and the arrows; the arrows
// alone go from bar to bar.

import { announce, make } from "./page.js";

const SVG = "http://www.w3.org/2000/svg";
const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
const ENDS = ["Début de la période", "Fin de la période"];
// The ranks of the bars chosen: where one began, where one is. Null while none is.
let chosen = null;
let dragged = false;
// The rank of the bar where the pointer went down
let pressed = 0;

begin();
document.addEventListener("shown", begin);

function begin() {
  chosen = null;
  dragged = false;
  const strip = document.querySelector(".bars");
  if (!strip) return;
  // One stop of the tabulation for all the bars: the arrows reach the others.
  strip.querySelectorAll("a").forEach((link, rank) => link.setAttribute("tabindex", rank ? "-1" : "0"));
  strip.querySelectorAll(".handle").forEach((handle) => handle.remove());
  ENDS.forEach((name, end) => strip.append(handle(name, end)));
  if (!document.querySelector(".taken")) {
    strip.after(make("p", { className: "taken" }));
  }
  draw();
}

function handle(name, end) {
  const made = document.createElementNS(SVG, "rect");
  const given = { class: "handle", role: "slider", tabindex: 0, width: 9, height: 30, y: 21, rx: 3, "aria-label": name };
  Object.entries(given).forEach(([key, value]) => made.setAttribute(key, value));
  made.setAttribute("x", end ? "100%" : "0%");
  made.dataset.end = end;
  return made;
}

function bars() {
  return [...document.querySelectorAll(".bars [data-from]")];
}

function ends() {
  return chosen ? [...chosen].sort((one, other) => one - other) : [0, bars().length - 1];
}

function within(rank) {
  return Math.min(Math.max(rank, 0), bars().length - 1);
}

function rankAt(x) {
  const { left, width } = document.querySelector(".bars").getBoundingClientRect();
  return within(Math.floor(((x - left) / width) * bars().length));
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && chosen) leave();
  const here = event.target.closest?.(".bars a, .bars .handle");
  if (!here) return;
  const isHandle = here.classList.contains("handle");
  if (event.key === "Enter" && chosen && (isHandle || event.shiftKey || chosen[0] !== chosen[1])) {
    event.preventDefault();
    choose();
  } else if (event.key in STEPS) {
    event.preventDefault();
    const step = STEPS[event.key];
    if (isHandle) {
      const both = ends();
      both[here.dataset.end] = within(both[here.dataset.end] + step);
      take(both);
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
  const rank = Math.min(Math.max(links.indexOf(link) + step, 0), links.length - 1);
  link.setAttribute("tabindex", "-1");
  links[rank].setAttribute("tabindex", "0");
  links[rank].focus();
}

// a link would be dragged to another window
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.(".bars")) event.preventDefault();
});

document.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || !event.target.closest?.(".bars")) return;
  dragged = true;
  const held = event.target.closest(".handle");
  pressed = rankAt(event.clientX);
  chosen = [held ? ends()[1 - held.dataset.end] : pressed, pressed];
});

// The whole document: a drag that leaves the strip goes on.
document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const rank = rankAt(event.clientX);
  if (rank !== chosen[1]) take([chosen[0], rank]);
});

document.addEventListener("pointerup", () => {
  if (!dragged) return;
  dragged = false;
  if (chosen[1] === pressed) leave();
  else choose();
});

document.addEventListener("pointercancel", () => {
  if (dragged) leave();
});

function take(both) {
  chosen = both;
  draw();
  announce(document.querySelector(".taken").textContent);
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
    handle.setAttribute("x", `${place}%`);
    handle.style.translate = end && place > 99 ? "-9px" : place < 1 ? "0" : "-4px";
    const given = { min: 0, max: all.length - 1, now: rank, text: all[rank].dataset.name };
    Object.entries(given).forEach(([key, value]) => handle.setAttribute(`aria-value${key}`, value));
  });
  const sum = all.slice(first, last + 1).reduce((before, bar) => before + Number(bar.dataset.count), 0);
  const names = [...new Set([all[first].dataset.name, all[last].dataset.name])].join(" – ");
  document.querySelector(".taken").textContent = chosen ? `${names}\u00a0: ${sum.toLocaleString("fr")}` : "";
}

function choose() {
  const all = bars();
  const [first, last] = ends();
  const { elements } = document.getElementById("recherche");
  elements.namedItem("from").value = all[first].dataset.from;
  elements.namedItem("to").value = all[last].dataset.to;
  document.getElementById("recherche").requestSubmit();
}
