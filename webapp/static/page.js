// What do the modules share? To say something, to make an element, to go to an address.

// Below which all addresses of this site are: "" or /archives
export const PREFIX = document.querySelector("meta[name=prefix]")?.content ?? "";

export function announce(text) {
  document.getElementById("annonce").textContent = text;
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
  return search.replace(/(?<=[?&])open=[^&]*&?/, "").replace(/&$/, "");
}

// The page at an address, null where there is none to read.
export async function fetched(url, signal) {
  const response = await fetch(url, { signal });
  return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
}
