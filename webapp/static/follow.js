// Which searches does a person follow, and what did the archive gain for each since she looked?
import { copying } from "./copy.js";
import { PREFIX, announce, button, byId, find, findAll, make, on } from "./page.js";
import { lasts, onChange, read, write } from "./store.js";

const MOST = 30;
// {search: what follows « ? », said, seen: the generation that served}
const all = () => read("suivies", []);
const home = byId("suivies");
const generation = find("meta[name=generation]")?.content;
const news = ({ search, seen }) => `${PREFIX}/nouveaux?${search}&since=${encodeURIComponent(seen)}`;

function follow(search, said) {
  write("suivies", [...all(), { search, said, seen: generation }]);
  announce("Recherche suivie\u00a0: l’accueil dira ce qui arrive");
}

function leave(search) {
  write("suivies", all().filter((one) => one.search !== search));
  announce("Recherche qui n’est plus suivie");
}

// A link says how many are new, and leads to them.
async function count(one, link) {
  if (one.seen === generation) return;
  const { headers, ok } = await fetch(news(one), { method: "HEAD" });
  const total = Number(headers.get("X-Manchette-Total") ?? NaN);
  if (!ok || total === 0) return;
  link.href = news(one);
  const text = total ? `${total.toLocaleString("fr-FR")}\u00a0nouveau${total > 1 ? "x" : ""}` : "à revoir";
  link.append(make("b", {}, ` — ${text}`));
}

async function list() {
  const rows = all();
  home.hidden = !rows.length;
  const lines = rows.map(({ search, said }, rank) => {
    const ways = [
      ...copying("Copier l’adresse du flux", () => `${location.origin}${PREFIX}/search.atom?${search}`),
      button("Ne plus suivre", () => {
        leave(search);
        // the hand goes to the line that took its place
        (findAll("#suivies li").slice(0, rank + 1).at(-1)?.lastChild ?? byId("q")).focus();
      }),
    ];
    for (const way of ways) if (way.type) way.ariaLabel = `${way.textContent}\u00a0: ${said}`;
    return make("li", {}, make("a", { href: `${PREFIX}/?${search || "q="}` }, said), ...ways);
  });
  home.querySelector("ul").replaceChildren(...lines);
  try {
    for (const [rank, one] of rows.entries()) await count(one, lines[rank].firstChild);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // no network: their names alone
  }
}

function show() {
  if (home) list();
  const control = byId("suivre");
  if (!control) return;
  const { search, said } = control.dataset;
  const rows = all();
  const isFollowed = rows.some((one) => one.search === search);
  control.hidden = !lasts("suivies");
  control.disabled = !isFollowed && rows.length >= MOST;
  control.textContent = isFollowed ? "Ne plus suivre" : control.disabled ? `${MOST}\u00a0recherches suivies, le plus qu’il se peut` : "Suivre";
  control.onclick = () => (isFollowed ? leave(search) : follow(search, said));
}

// who sees what is new has seen it
const seen = byId("nouveaux")?.dataset.search;
if (seen !== undefined) write("suivies", all().map((one) => (one.search === seen ? { ...one, seen: generation } : one)));
onChange("suivies", show);
on("shown", show);
show();
