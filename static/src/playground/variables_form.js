// The ${VARIABLES} that the manifest wants, typed for this session. A secret goes to the server and never comes back.
import { element, fill } from "../parts/dom.js";

export class VariablesForm {
  // `save({NAME: value | null})` resolves when the session knows them.
  constructor(host, save) {
    Object.assign(this, { host, save });
  }

  show(variables) {
    if (!variables.length) {
      fill(this.host, element("p", { class: "muted" }, "The manifest names no variables. Write ${NAME} where a value should not stand in the text."));
      return;
    }
    fill(this.host, ...variables.map((variable) => this.row(variable)));
  }

  row({ name, default: usual, set, secret }) {
    const id = `variable-${name}`;
    const input = element("input", {
      class: "input mono",
      id,
      type: secret ? "password" : "text",
      autocomplete: secret ? "new-password" : "off",
      spellcheck: "false",
      placeholder: set ? "set for this session" : usual !== null && usual !== undefined ? `${usual} (from the manifest)` : "not set",
      "aria-describedby": `${id}-help`,
    });
    const help = element("p", { class: "field-help", id: `${id}-help`, role: "status" }, set ? "Set for this session only." : secret ? "Kept for this session only, and never shown again." : "Kept for this session only.");
    const keep = async (value) => {
      try {
        await this.save({ [name]: value });
        help.textContent = value === null ? "Taken back." : "Set for this session only.";
        input.value = "";
        input.placeholder = value === null ? usual ?? "not set" : "set for this session";
        if (value === null) input.focus(); // The button that was pressed goes.
        clear.hidden = value === null;
      } catch (error) {
        help.textContent = error.message;
      }
    };
    const submit = (event) => {
      event.preventDefault();
      if (input.value) keep(input.value);
    };
    const clear = element("button", { class: "button", "data-kind": "quiet", "data-size": "small", type: "button", hidden: !set, "aria-label": `Clear ${name}`, click: () => keep(null) }, "Clear");
    const buttons = element("div", { class: "button-row" }, element("button", { class: "button", "data-size": "small", type: "submit", "aria-label": `Set ${name}` }, "Set"), clear);
    return element("form", { class: "variable", submit }, element("label", { for: id, class: "mono" }, name), input, buttons, help);
  }
}
