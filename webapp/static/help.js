// On the help page: an example is copied by a button beside the link that searches it.
import { copying } from "./copy.js";

for (const link of document.querySelectorAll("a[data-copy]")) {
  const [button, told] = copying("Copier", () => link.textContent);
  button.className = "as-link";
  button.ariaLabel = `Copier ${link.textContent}`;
  link.after(" ", button, " ", told);
}
