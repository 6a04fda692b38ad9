// What do the modules share? To find and make elements, to say something, to go to an address.

// Below which all addresses of this site are: "" or /archives
export const PREFIX = document.querySelector("meta[name=prefix]")?.content ?? "";

// Longer than the server takes for any answer
const PATIENCE = 10_000;

export const byId = (id) => document.getElementById(id);
export const find = (selector) => document.querySelector(selector);
export const findAll = (selector) => [...document.querySelectorAll(selector)];
export const on = (kind, then) => document.addEventListener(kind, then);

export function announce(text) {
  byId("annonce").textContent = text;
}

export function make(name, values = {}, ...inside) {
  const made = Object.assign(document.createElement(name), values);
  made.append(...inside);
  return made;
}

export function button(text, onclick, className = "button") {
  return make("button", { type: "button", className, onclick }, text);
}

// 2, "article retenu" → 2 articles retenus
export function counted(count, noun) {
  return `${count.toLocaleString("fr-FR")}\u00a0${count > 1 ? noun.replaceAll(/(?= |$)/g, "s") : noun}`;
}

// Modules that show an address without loading it take the event.
export function visit(url) {
  const taken = !document.dispatchEvent(new CustomEvent("visit", { cancelable: true, detail: url }));
  if (!taken) location.assign(url);
}

// What follows a path, without the article that is read beside the titles.
export function searched(search) {
  return search.replace(/(?<=[?&])open=[^&]*&?/g, "").replace(/&$/, "");
}

// A click that no key makes another one.
export const isPlain = (click) => !(click.button || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey);

// What gives a signal each time it is called, and gives up what has the one before.
export function latest() {
  let last;
  return () => {
    last?.abort();
    last = new AbortController();
    return last.signal;
  };
}

// The page at an address, null where there is none to read; without an answer it throws what `isSilent` knows.
export async function fetched(url, signal) {
  const patience = AbortSignal.timeout(PATIENCE);
  const response = await fetch(url, { signal: signal ? AbortSignal.any([signal, patience]) : patience });
  return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
}

export const isSilent = (error) => error instanceof TypeError || error.name === "TimeoutError";

export const unanswered = (again) => make("p", { className: "no-answer", role: "alert" }, "Pas de réponse. ", button("Réessayer", again));
