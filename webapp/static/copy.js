// Copy a text, and say that it is done.
import { button, make } from "./page.js";

export async function copy(text) {
  if (window.isSecureContext && navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // on plain http, but for this machine itself, browsers have no other way
  const field = make("textarea", { value: text, className: "unseen" });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

// A button that copies what `text` gives when it is pressed.
export function copying(label, text) {
  const told = make("span", { className: "told", role: "status" });
  const press = async () => {
    await copy(text());
    told.textContent = "Copié";
    setTimeout(() => { told.textContent = ""; }, 3000);
  };
  return [button(label, press, "button copying"), told];
}
