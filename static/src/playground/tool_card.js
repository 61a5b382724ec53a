// A tool call: what it was called with, what it answered, how long that took; and where it waits, the form to answer it.
import { element, fill, icon } from "../parts/dom.js";
import { duration } from "./figures.js";

const STATES = {
  running: { icon: "clock", words: () => "running" },
  waiting: { icon: "person", words: () => "waits for your answer" },
  done: { icon: "good", words: (call) => (call.ms >= 0 ? duration(call.ms) : "answered") },
  failed: { icon: "error", words: (call) => (call.ms >= 0 ? `failed after ${duration(call.ms)}` : "failed") },
  stopped: { icon: "stop", words: () => "stopped" },
};

export const asText = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2) ?? "");

// What a person typed as a tool's result: JSON where it is JSON, else the text itself.
export function resultOf(typed) {
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}

export class ToolCard {
  // `answer(call, {output} | {error})` when somebody answers a waiting call; `setUp(tool)` leads to how it answers.
  constructor(call, { answer, setUp }) {
    Object.assign(this, { call, answer, setUp });
    this.summary = element("summary", { class: "tool-summary" });
    this.body = element("div", { class: "tool-body" });
    this.details = element("details", { class: "tool-card", "data-call": call.id }, this.summary, this.body);
    this.draw();
  }

  draw() {
    const { call } = this;
    const state = STATES[call.state];
    const words = state.words(call);
    if (words !== this.words) {
      const told = element("span", { class: "tool-state" }, icon(state.icon), words);
      fill(this.summary, icon("tool"), element("code", { class: "tool-name" }, call.tool), told);
      this.words = words;
    }
    if (call.state === this.drawn) return;
    const had = this.drawn;
    this.drawn = call.state;
    this.details.dataset.state = call.state;
    const hadFocus = this.body.contains(document.activeElement);
    fill(this.body, ...this.content());
    if (hadFocus) this.summary.focus(); // What had it is gone.
    if (call.state === "waiting" || call.state === "failed") this.details.open = true;
    else if (had === "waiting") this.details.open = false;
  }

  content() {
    const { call } = this;
    const parts = [shown("Arguments", call.input)];
    if (call.output !== undefined && call.state === "done") parts.push(shown("Result", call.output));
    if (call.state === "failed") parts.push(element("p", { class: "tool-error" }, call.error));
    if (call.state === "failed" && call.errorType === "not_implemented") parts.push(this.advice());
    if (call.state === "waiting") parts.push(this.form());
    return parts;
  }

  advice() {
    const button = element("button", { class: "button", "data-size": "small", type: "button", click: () => this.setUp(this.call.tool) }, "Choose how it answers");
    return element("div", {}, element("p", { class: "field-help" }, "A function has no body in the playground: let a mock answer, or answer yourself."), element("div", { class: "button-row" }, button));
  }

  form() {
    const id = `answer-${this.call.id}`;
    const text = element("textarea", { class: "input", id, rows: 3, "aria-describedby": `${id}-help` });
    const error = element("p", { class: "field-error", role: "alert", hidden: true });
    let isBusy = false; // A disabled button would lose the focus that it has.
    const setBusy = (now) => {
      isBusy = now;
      buttons.forEach((button) => button.setAttribute("aria-busy", String(now)));
    };
    const send = async (body) => {
      if (isBusy) return;
      setBusy(true);
      error.hidden = true;
      try {
        await this.answer(this.call, body);
      } catch (failure) {
        error.textContent = failure.message;
        error.hidden = false;
        setBusy(false);
      }
    };
    const buttons = [
      element("button", { class: "button", "data-size": "small", type: "submit" }, "Send result"),
      element("button", { class: "button", "data-size": "small", "data-kind": "quiet", type: "button", click: () => send({ error: text.value || "The tool failed." }) }, "Send as an error"),
    ];
    const submit = (event) => {
      event.preventDefault();
      send({ output: resultOf(text.value) });
    };
    return element(
      "form",
      { class: "tool-answer", submit },
      element("label", { for: id }, `What does ${this.call.tool} answer?`),
      text,
      element("p", { class: "field-help", id: `${id}-help` }, "Text or JSON. The run goes on when you send it."),
      error,
      element("div", { class: "button-row" }, ...buttons),
    );
  }
}

function shown(title, value) {
  const isPlain = value && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length > 0;
  const flat = isPlain && Object.values(value).every((item) => item === null || typeof item !== "object");
  const body = flat
    ? element("dl", { class: "tool-values" }, ...Object.entries(value).flatMap(([name, item]) => [element("dt", {}, name), element("dd", {}, String(item))]))
    : element("pre", { class: "tool-text", tabindex: "0", role: "region", "aria-label": title }, asText(value) || "nothing");
  return element("section", {}, element("h3", {}, title), body);
}
