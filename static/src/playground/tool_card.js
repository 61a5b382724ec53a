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
  // `answer(call, {output} | {error})` is asked when somebody answers a waiting call.
  constructor(call, answer) {
    Object.assign(this, { call, answer });
    this.summary = element("summary", { class: "tool-summary" });
    this.body = element("div", { class: "tool-body" });
    this.details = element("details", { class: "tool-card", "data-call": call.id }, this.summary, this.body);
    this.draw();
  }

  draw() {
    const { call } = this;
    if (call.state === this.drawn) return;
    const had = this.drawn;
    this.drawn = call.state;
    const state = STATES[call.state];
    this.details.dataset.state = call.state;
    const words = element("span", { class: "tool-state" }, icon(state.icon), state.words(call));
    fill(this.summary, icon("tool"), element("code", { class: "tool-name" }, call.tool), words);
    fill(this.body, ...this.content());
    if (call.state === "waiting" || call.state === "failed") this.details.open = true;
    else if (had === "waiting") this.details.open = false;
  }

  content() {
    const { call } = this;
    const parts = [shown("Arguments", call.input)];
    if (call.output !== undefined && call.state === "done") parts.push(shown("Result", call.output));
    if (call.state === "failed") parts.push(element("p", { class: "tool-error" }, call.error));
    if (call.state === "waiting") parts.push(this.form());
    return parts;
  }

  form() {
    const id = `answer-${this.call.id}`;
    const text = element("textarea", { class: "input", id, rows: 3, "aria-describedby": `${id}-help` });
    const error = element("p", { class: "field-error", role: "alert", hidden: true });
    const send = async (body) => {
      buttons.forEach((button) => (button.disabled = true));
      error.hidden = true;
      try {
        await this.answer(this.call, body);
      } catch (failure) {
        error.textContent = failure.message;
        error.hidden = false;
        buttons.forEach((button) => (button.disabled = false));
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
  return element("section", {}, element("h4", {}, title), body);
}
