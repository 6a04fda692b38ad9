// The words that an article shares with a text are marked in it when it is opened from there. They
// are kept in the tab meanwhile: what was pasted is in no address and reaches no server.
import { PREFIX, find, findAll, make, on } from "./page.js";

const KEY = `manchette.communs${PREFIX}`;
const TEXTS = ".sheet h1, .standfirst, .prose";

on("click", ({ target }) => {
  const link = target.closest?.("a[data-shared]");
  if (!link) return;
  try {
    sessionStorage.setItem(KEY, JSON.stringify([link.pathname, link.dataset.shared.split(" ")]));
  } catch {
    // refused: the words are told in the list all the same
  }
});

function shared() {
  try {
    const [path, words] = JSON.parse(sessionStorage.getItem(KEY)) ?? [];
    return path === location.pathname ? words : [];
  } catch {
    return [];
  }
}

// Mark them, and give how many there are now.
export function markShared() {
  const words = shared().map((word) => word.replace(/[$()*+./?[\\\]^{|}]/g, "\\$&"));
  if (!words.length || find("mark")) return 0;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  const texts = findAll(TEXTS).flatMap((place) => {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  });
  for (const text of texts) mark(text, [...text.data.matchAll(pattern)]);
  const marks = document.querySelectorAll(".sheet mark");
  marks.forEach((one, rank) => { one.id = `marque-${rank + 1}`; });
  return marks.length;
}

function mark(text, matches) {
  for (const { 0: word, index } of matches.reverse()) {
    const found = text.splitText(index);
    found.splitText(word.length);
    const one = make("mark");
    found.replaceWith(one);
    one.append(found);
  }
}
