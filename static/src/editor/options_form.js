// The export options as the server rendered them: their values, and a word when one changes.

export class OptionsForm {
  constructor(form, onChange) {
    this.fields = [...form.elements].filter(({ name }) => name);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", onChange);
  }

  // Only what differs from the default: a stored draft then follows a default that changes.
  get values() {
    const chosen = {};
    for (const field of this.fields) {
      const value = field.type === "checkbox" ? field.checked : field.value.trim();
      if (String(value) !== field.dataset.default) chosen[field.name] = value;
    }
    return chosen;
  }

  restore(values) {
    for (const field of this.fields) {
      const value = values[field.name] ?? field.dataset.default;
      if (field.type === "checkbox") field.checked = String(value) === "true";
      else field.value = value;
    }
  }

  // The one option whose value the server refuses, with its sentence; without a name, none.
  mark(name, message = "") {
    for (const field of this.fields) {
      const isWrong = field.name === name;
      const error = document.getElementById(`error-${field.name}`);
      error.textContent = isWrong ? message : "";
      error.hidden = !isWrong;
      field.setAttribute("aria-invalid", String(isWrong));
      field.setAttribute("aria-describedby", `${isWrong ? `error-${field.name} ` : ""}help-${field.name}`);
    }
  }
}
