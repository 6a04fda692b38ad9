// Choose a period by a drag over the bars, and go from bar to bar with the arrows.

const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
let first = null;
let last = null;

oneStop();
document.addEventListener("shown", oneStop);

// One stop of the tabulation for all the bars: the arrows reach the others.
function oneStop() {
  const links = document.querySelectorAll(".bars a");
  links.forEach((link, rank) => link.setAttribute("tabindex", rank ? "-1" : "0"));
}

document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.(".bars a");
  if (!link || !(event.key in STEPS)) return;
  event.preventDefault();
  const links = [...link.closest(".bars").querySelectorAll("a")];
  const rank = Math.min(Math.max(links.indexOf(link) + STEPS[event.key], 0), links.length - 1);
  link.setAttribute("tabindex", "-1");
  links[rank].setAttribute("tabindex", "0");
  links[rank].focus();
});

// a link would be dragged to another window
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.(".bars")) event.preventDefault();
});

document.addEventListener("pointerdown", (event) => {
  first = last = event.button === 0 ? slot(event) : null;
});

document.addEventListener("pointermove", (event) => {
  if (!first) return;
  last = slot(event) ?? last;
  draw();
});

document.addEventListener("pointerup", () => {
  if (first && first !== last) choose();
  first = last = null;
  draw();
});

document.addEventListener("pointercancel", () => {
  first = last = null;
  draw();
});

function slot(event) {
  return document.elementFromPoint(event.clientX, event.clientY)?.closest(".bars [data-from]") ?? null;
}

function draw() {
  const chosen = first && first !== last ? between() : [];
  document.querySelectorAll(".bars [data-from]").forEach((bar) => bar.classList.toggle("chosen", chosen.includes(bar)));
}

function between() {
  const all = [...document.querySelectorAll(".bars [data-from]")];
  const [start, end] = [all.indexOf(first), all.indexOf(last)].sort((one, other) => one - other);
  return all.slice(start, end + 1);
}

function choose() {
  const { elements } = document.getElementById("recherche");
  const chosen = between();
  elements.namedItem("from").value = chosen[0].dataset.from;
  elements.namedItem("to").value = chosen[chosen.length - 1].dataset.to;
  document.getElementById("recherche").requestSubmit();
}
