// From mark to mark of the article that is read: on its page, or beside the titles.

// The mark so many further than the last one, in words: 3 sur 8; "" where none is.
export function step(by) {
  const marks = [...document.querySelectorAll("mark[id^=marque-]")].filter((one) => one.checkVisibility());
  if (!marks.length) return "";
  const last = marks.findIndex((one) => one.matches(".here"));
  const rank = last < 0 && by < 0 ? marks.length - 1 : (last + by + marks.length) % marks.length;
  marks[last]?.classList.remove("here");
  marks[rank].classList.add("here");
  marks[rank].scrollIntoView({ block: "nearest" });
  return `${rank + 1} sur ${marks.length}`;
}
