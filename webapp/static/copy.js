// Copy a text, and say that it is done.

export async function copy(text) {
  if (window.isSecureContext && navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // on plain http, but for this machine itself, browsers have no other way
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

// A button that copies what `text` gives when it is pressed.
export function copying(label, text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button copying";
  button.textContent = label;
  const told = document.createElement("span");
  told.className = "told";
  told.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await copy(text());
    told.textContent = "Copié";
    setTimeout(() => { told.textContent = ""; }, 3000);
  });
  return [button, told];
}
