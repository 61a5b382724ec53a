// The message box: Enter sends, Shift+Enter breaks the line, Up in an empty box recalls; Stop is where Send was.
import { fill, icon } from "../parts/dom.js";
import { forget, recall, remember } from "../parts/memory.js";

const LONGEST = 32_000;

export class Composer {
  // `onSend(text)` and `onStop()`; `refusal` says why nothing can be sent, or is "".
  constructor({ form, box, button, note }, { onSend, onStop }) {
    Object.assign(this, { form, box, button, note, onSend, onStop });
    this.session = "new";
    this.said = [];
    this.refusal = "";
    this.isRunning = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    button.addEventListener("click", (event) => this.press(event));
    box.addEventListener("keydown", (event) => this.onKey(event));
    box.addEventListener("input", () => this.changed());
    this.draw();
  }

  onKey(event) {
    const isComposing = event.isComposing || event.keyCode === 229; // Enter belongs to the input method.
    if (event.key === "Enter" && !event.shiftKey && !event.altKey && !isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "ArrowUp" && !isComposing && (this.box.value === "" || this.recalled !== undefined)) {
      this.recall(event, -1);
    } else if (event.key === "ArrowDown" && this.recalled !== undefined) {
      this.recall(event, 1);
    }
  }

  recall(event, step) {
    const next = Math.min(this.said.length, Math.max(0, (this.recalled ?? this.said.length) + step));
    if (!this.said.length || (step < 0 && next === this.recalled)) return;
    event.preventDefault();
    this.recalled = next === this.said.length ? undefined : next;
    this.write(this.said[next] ?? "", { keepsPlace: true });
  }

  // A second click of a double click is not meant for the button that took the place of the first.
  press(event) {
    if (event.detail > 1) return;
    if (this.isRunning) this.onStop();
    else this.send();
  }

  send() {
    const text = this.box.value.trim();
    if (this.reason(text)) {
      this.say(this.reason(text), true);
      return;
    }
    this.onSend(text);
  }

  reason(text) {
    if (this.isRunning) return "The agent is answering. Your text stays here; Esc stops the answer.";
    if (this.refusal) return this.refusal;
    if (!text) return "Type a message first.";
    if (text.length > LONGEST) return `A message has at most 32,000 characters; this one has ${text.length.toLocaleString("en")}.`;
    return "";
  }

  write(text, { keepsPlace = false } = {}) {
    this.box.value = text;
    const place = this.recalled;
    this.changed();
    if (keepsPlace) this.recalled = place;
    this.box.setSelectionRange(text.length, text.length);
  }

  // The message is on its way: nothing is left to lose.
  sent(text) {
    if (this.said.at(-1) !== text) this.said.push(text);
    this.recalled = undefined;
    this.box.value = "";
    this.changed();
  }

  changed() {
    this.recalled = undefined;
    if (this.box.value) remember(this.key, this.box.value, sessionStorage);
    else forget(this.key, sessionStorage);
    this.say("");
  }

  get key() {
    return `message.${this.session}`;
  }

  // Each session has its own unsent text, and its own messages to recall.
  open(session, said) {
    this.session = session;
    this.said = [...said];
    this.recalled = undefined;
    this.box.value = recall(this.key, sessionStorage) ?? "";
    this.say("");
  }

  // The session got its name; what was typed meanwhile moves with it.
  rename(session) {
    forget(this.key, sessionStorage);
    this.session = session;
    if (this.box.value) remember(this.key, this.box.value, sessionStorage);
  }

  refuse(refusal) {
    this.refusal = refusal;
    this.draw();
  }

  setRunning(isRunning) {
    this.isRunning = isRunning;
    this.isStopping = false;
    this.draw();
  }

  setStopping() {
    this.isStopping = true;
    this.draw();
  }

  say(words, isProblem = false) {
    this.note.textContent = words || this.refusal;
    this.note.toggleAttribute("data-problem", isProblem || Boolean(!words && this.refusal));
  }

  draw() {
    const { button } = this;
    button.dataset.kind = this.isRunning ? "danger" : "primary";
    button.setAttribute("aria-disabled", String(!this.isRunning && Boolean(this.refusal)));
    button.setAttribute("aria-busy", String(Boolean(this.isStopping)));
    const words = this.isStopping ? "Stopping…" : this.isRunning ? "Stop" : "Send";
    const key = document.createElement("kbd");
    key.className = "hide-on-phone";
    key.textContent = this.isRunning ? "Esc" : "⏎";
    fill(button, icon(this.isRunning ? "stop" : "send"), words, key);
    this.say("");
  }
}
