// How the agent is tried: which chat model answers, how each tool runs, and the values of its variables.
import { element, fill, icon, prose } from "../parts/dom.js";
import { ToolsForm } from "./tools_form.js";
import { VariablesForm } from "./variables_form.js";

export class SetupPanel {
  // `api()` → ChatApi or null while nothing is saved, `session()` → its id.
  constructor({ panel, unsaved, saved, model, why, tools, variables, toolCount, badge }, { api, session, onKept, onChange }) {
    Object.assign(this, { panel, unsaved, saved, model, why, toolCount, badge, api, session, onKept, onChange });
    this.parts = [tools, variables].map((host) => host.closest("section"));
    this.tools = new ToolsForm(tools, (tool, body) => this.api().chooseTool(tool, body));
    this.variables = new VariablesForm(variables, (values) => this.settings({ variables: values }));
    model.addEventListener("change", () => this.chooseModel());
    this.show(null);
  }

  get isDemo() {
    return Boolean(this.setup?.model?.demo);
  }

  goTo(tool) {
    const field = document.getElementById(`tool-${tool}`) ?? this.panel;
    field.scrollIntoView({ block: "center" });
    field.focus();
  }

  async settings(body) {
    await this.api().saveSettings(this.session(), body);
    this.onKept();
    await this.refresh({ keepsForms: true });
  }

  async chooseModel() {
    try {
      await this.settings({ model: this.model.value });
    } catch (error) {
      fill(this.why, error.message);
    }
  }

  // What is being typed stays: forms are made anew only for another agent, revision or session.
  async refresh({ keepsForms = false } = {}) {
    const asked = this.api();
    if (!asked) return this.show(null);
    const setup = await asked.fetchSetup(this.session());
    if (asked !== this.api()) return undefined;
    this.show(setup, keepsForms && this.setup?.revision === setup.revision);
    return this.onChange(setup);
  }

  show(setup, keepsForms = false) {
    this.setup = setup;
    this.unsaved.hidden = Boolean(setup);
    this.saved.hidden = !setup;
    this.badge.hidden = !setup?.model;
    if (!setup) return;
    const { model, tools, variables } = setup;
    this.toolCount.textContent = String(tools.length);
    this.model.disabled = !model;
    if (model) this.showModel(model);
    else fill(this.why, ...prose(`This agent cannot run yet: ${setup.problems[0] ?? "mend its problems first."}`));
    this.parts.forEach((part) => (part.hidden = !model));
    if (keepsForms) return;
    this.tools.show(tools, Boolean(model?.demo));
    this.variables.show(variables);
  }

  showModel(model) {
    const words = model.demo ? "demo" : model.name;
    fill(this.badge, model.demo ? icon("hint") : null, element("span", {}, words));
    this.badge.title = model.demo ? `The demo model answers and costs nothing. ${model.why}` : `${model.provider}: ${model.name}`;
    this.badge.dataset.state = model.demo ? "demo" : "";
    this.model.value = model.chosen ? "demo" : "auto";
    fill(this.why, ...prose(model.demo ? `The demo model answers and costs nothing. ${model.why}` : model.why));
  }
}
