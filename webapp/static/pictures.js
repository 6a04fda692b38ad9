// A picture whose host does not answer, or no longer has it, leaves nothing broken behind.

function drop(picture) {
  const figure = picture.closest("figure");
  picture.closest(".with-picture")?.classList.remove("with-picture");
  (figure && !figure.querySelector("figcaption") ? figure : picture).remove();
}

// the event of a picture goes no further than it, but is seen on its way there
document.addEventListener("error", ({ target }) => {
  if (target instanceof HTMLImageElement) drop(target);
}, true);
for (const one of document.images) if (one.complete && !one.naturalWidth) drop(one);
