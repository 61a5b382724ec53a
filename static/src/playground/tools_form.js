// How each tool runs here: for real, by a mock answer, or by asking the person. Choices are kept with the agent.
import { element, fill } from "../parts/dom.js";

const REAL = "Runs for real, through the studio's guarded client.";
const DEMO = "With the demo model it answers with something invented: nothing real is called.";
const KINDS = [["text", "a text"], ["json", "JSON"], ["failure", "a failure"]];

// What is wrong with a mock, or "".
export function mockError({ kind, content, delay_ms: delay }) {
  if (!Number.isInteger(delay) || delay < 0 || delay > 60_000) return "The delay is a whole number of milliseconds, at most 60,000.";
  if (kind !== "json") return "";
  try {
    JSON.parse(content);
    return "";
  } catch (error) {
    return `This is not JSON: ${error.message}.`;
  }
}

export class ToolsForm {
  // `choose(tool, {choice, mock})` saves and resolves when that is done.
  constructor(host, choose) {
    Object.assign(this, { host, choose });
    this.open = new Set();
  }

  show(tools, isDemo) {
    this.isDemo = isDemo;
    const words = "This agent has no tools. Add them under spec.tools in the manifest, and choose here how each one answers.";
    fill(this.host, ...(tools.length ? tools.map((tool) => this.row(tool)) : [element("p", { class: "muted" }, words)]));
  }

  row(tool) {
    const id = `tool-${tool.name}`;
    const help = element("p", { class: "field-help", id: `${id}-help` });
    const editor = element("div", { class: "mock-editor" });
    const row = element("section", { class: "tool-choice", "data-tool": tool.name });
    const title = element("h4", {}, element("code", {}, tool.name), element("span", { class: "badge" }, tool.kind));
    if (tool.kind === "mcp" || tool.runs === "never") {
      const words = tool.runs === "never" ? `Never runs here. ${tool.why}` : this.isDemo ? "Not reached by the demo model." : REAL;
      fill(row, title, element("p", { class: "field-help" }, words));
      return row;
    }
    const select = element("select", { class: "select", id, "aria-describedby": help.id });
    const unset = this.isDemo ? "with something invented" : tool.kind === "function" ? "nothing: its calls fail" : "for real";
    const now = ["mock", "ask"].includes(tool.runs) ? tool.runs : "unset";
    for (const [value, words] of [["mock", "with a mock answer"], ["ask", "by asking me"], ["unset", unset]]) {
      select.append(element("option", { value, selected: value === now }, words));
    }
    select.addEventListener("change", () => this.changed(tool, select.value, { editor, help }));
    const label = element("label", { for: id }, element("span", { class: "visually-hidden" }, `How ${tool.name} `), "Answers");
    const choice = element("div", { class: "field" }, label, select, help);
    fill(row, title, tool.description ? element("p", { class: "field-help" }, tool.description) : null, choice, editor);
    this.explain(tool, now, help);
    if (now === "mock") this.edit(tool, editor);
    return row;
  }

  explain(tool, choice, help) {
    const words = {
      mock: "",
      ask: "The run waits, shows you the call, and you type the answer.",
      unset: this.isDemo ? DEMO : tool.kind === "function" ? "Its body is yours to write in the downloaded project; here a call fails and the model is told." : REAL,
    }[choice];
    help.textContent = words;
    help.hidden = !help.textContent;
  }

  async changed(tool, choice, { editor, help }) {
    this.explain(tool, choice, help);
    fill(editor);
    if (choice === "mock") {
      this.edit(tool, editor);
      editor.querySelector("textarea").focus();
    } else {
      await this.save(tool, { choice }, help);
    }
  }

  edit(tool, editor) {
    const mock = tool.mock ?? { kind: "json", content: '{\n  "ok": true\n}', delay_ms: 0 };
    const id = `mock-${tool.name}`;
    const kind = element("select", { class: "select", id: `${id}-kind` }, ...KINDS.map(([value, words]) => element("option", { value, selected: value === mock.kind }, words)));
    const content = element("textarea", { class: "input mono", id, rows: 4, spellcheck: "false", "aria-describedby": `${id}-error` });
    content.value = mock.content;
    const delay = element("input", { class: "input", id: `${id}-delay`, type: "number", min: 0, max: 60000, step: 100, value: mock.delay_ms });
    const error = element("p", { class: "field-error", id: `${id}-error`, role: "alert", hidden: true });
    const saved = element("span", { class: "muted", role: "status" });
    const typed = () => ({ kind: kind.value, content: content.value, delay_ms: Number(delay.value || 0) });
    const check = () => {
      const wrong = mockError(typed());
      error.textContent = wrong;
      error.hidden = !wrong;
      content.setAttribute("aria-invalid", String(Boolean(wrong)));
      saved.textContent = "";
      return !wrong;
    };
    for (const field of [kind, content, delay]) field.addEventListener("input", check);
    const submit = async (event) => {
      event.preventDefault();
      if (!check()) return;
      if (await this.save(tool, { choice: "mock", mock: typed() }, error)) saved.textContent = "Saved with the agent.";
    };
    const form = element(
      "form",
      { class: "mock-form", novalidate: true, submit },
      field("Answers with", kind, `${id}-kind`),
      field(kind.value === "failure" ? "Message" : "Answer", content, id),
      error,
      field("After (ms)", delay, `${id}-delay`),
      element("div", { class: "button-row" }, element("button", { class: "button", "data-size": "small", type: "submit" }, "Save mock"), saved),
    );
    fill(editor, form);
  }

  async save(tool, body, problem) {
    try {
      await this.choose(tool.name, body);
      tool.runs = body.choice;
      if (body.mock) tool.mock = body.mock;
      return true;
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
      return false;
    }
  }
}

function field(words, control, id) {
  return element("div", { class: "field" }, element("label", { for: id }, words), control);
}
