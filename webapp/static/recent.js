// Which searches did a person make last? They stand in the empty field.
import { PREFIX } from "./page.js";
import { read, write } from "./store.js";

const MOST = 20;

// {search: what follows « ? », said}
export const recent = () => read("recentes", []).map(({ search, said }) => ({ text: said, url: `${PREFIX}/?${search}` }));

function note() {
  const { search } = document.getElementById("suivre")?.dataset ?? {};
  if (!search) return;
  const words = (one) => new URLSearchParams(one).get("q");
  // a search that is narrowed stays one
  const [last, ...others] = read("recentes", []).filter((one) => one.search !== search);
  const before = last && words(last.search) !== words(search) ? [last, ...others] : others;
  const { said } = document.querySelector(".count-line").dataset;
  write("recentes", [{ search, said }, ...before].slice(0, MOST));
}

document.addEventListener("shown", note);
note();
