// Which searches did a person make last? They stand in the empty field.
import { PREFIX, byId, on } from "./page.js";
import { read, write } from "./store.js";

const MOST = 20;

// {search: what follows « ? », said}
export const recent = () => read("recentes", []).map(({ search, said }) => ({ text: said, url: `${PREFIX}/?${search}` }));

function note() {
  const { search, said } = byId("suivre")?.dataset ?? {};
  if (!search) return;
  const parts = (one) => new URLSearchParams(one);
  const words = parts(search).get("q");
  // a search that is narrowed stays one: the same words, or without any the same filters and more
  const [last, ...others] = read("recentes", []).filter((one) => one.search !== search);
  const isNarrowed = last && (words ? parts(last.search).get("q") === words : [...parts(last.search)].every((one) => parts(search).has(...one)));
  const before = last && !isNarrowed ? [last, ...others] : others;
  write("recentes", [{ search, said }, ...before].slice(0, MOST));
}

on("shown", note);
note();
