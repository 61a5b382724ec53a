// Which document of a text with several is exported; hidden where there is one.
import { element, fill } from "../parts/dom.js";

export class DocumentChoice {
  constructor(host, onChange) {
    this.host = host;
    this.select = host.querySelector("select");
    this.value = null;
    this.select.addEventListener("change", () => {
      this.value = Number(this.select.value);
      onChange();
    });
  }

  show(documents, chosen) {
    this.host.hidden = documents.length < 2;
    const options = documents.map(({ document, kind, name, exportable }) => {
      const title = `${document + 1}: ${[kind, name].filter(Boolean).join(" ") || "unnamed"}${exportable ? "" : " (errors)"}`;
      return element("option", { value: document, selected: document === chosen }, title);
    });
    fill(this.select, ...options);
    this.select.value = String(chosen);
    // A document that is no longer there leaves the choice to the server again.
    if (this.value !== null && this.value >= documents.length) this.value = null;
  }
}
