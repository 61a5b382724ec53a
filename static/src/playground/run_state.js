// A run as its events tell it: pieces of text and tool calls in the order in which they came, and how it stands.
import { isLast } from "../events.js";
import { tokens } from "./figures.js";

// One run, also as `GET /sessions/{id}` gives it: an answer with what was said and which tools were called.
export class RunState {
  constructor(runId = null) {
    this.runId = runId;
    this.parts = [];
    this.calls = new Map();
    this.state = "running";
    this.tokens = 0;
    this.cost = undefined;
    this.end = null;
    this.events = [];
  }

  static ofMessage(message) {
    const run = new RunState(message.run_id);
    const text = [...(message.text ?? "")]; // The server counts whole characters, JavaScript's strings their halves.
    let shown = 0;
    const showTo = (place) => {
      if (place > shown) run.parts.push({ kind: "text", text: text.slice(shown, place).join("") });
      shown = Math.max(shown, place);
    };
    for (const call of message.tools ?? []) {
      showTo(Math.min(call.after_characters ?? 0, text.length));
      run.takeCall(call);
    }
    showTo(text.length);
    run.state = message.state ?? "done";
    run.model = message.model;
    run.end = endOf(message, run.state);
    return run;
  }

  get isOver() {
    return this.end !== null;
  }

  get text() {
    return this.parts.filter(({ kind }) => kind === "text").map(({ text }) => text).join("");
  }

  // What it is at, in words.
  get doing() {
    const [call] = [...this.calls.values()].filter(({ state }) => state === "running");
    if (this.waiting.length) return "Waiting for your answer";
    if (call) return `Calling ${call.tool}`;
    return this.tokens ? tokens(this.tokens) : "Waiting for the first token";
  }

  get waiting() {
    return [...this.calls.values()].filter(({ state }) => state === "waiting");
  }

  // `now` is null where the event did not just happen: then nothing can be measured.
  take(event, now = Date.now()) {
    this.events.push(event);
    if (event.type === "llm_start") this.model = event.model;
    else if (event.type === "token") this.takeToken(event);
    else if (event.type.startsWith("tool_")) this.takeTool(event, now);
    else if (isLast(event)) this.takeLast(event);
  }

  takeToken({ token, token_count: count, cost, estimated }) {
    this.tokens = count;
    this.cost = cost;
    this.estimated = estimated;
    const last = this.parts.at(-1);
    if (last?.kind === "text") last.text += token;
    else this.parts.push({ kind: "text", text: token });
  }

  takeTool(event, now) {
    const call = this.calls.get(event.call_id) ?? this.addCall(event);
    if (event.type === "tool_start") Object.assign(call, { state: "running", input: event.input, since: now });
    if (event.type === "tool_waiting") Object.assign(call, { state: "waiting", since: call.since ?? now });
    if (event.type === "tool_end") Object.assign(call, { state: "done", output: event.output });
    if (event.type === "tool_error") Object.assign(call, { state: "failed", error: event.error, errorType: event.error_type });
    if (call.state === "done" || call.state === "failed") call.ms = call.since ? now - call.since : undefined;
  }

  addCall({ call_id: id, tool, input }) {
    const call = { id, tool, input, state: "running" };
    this.calls.set(id, call);
    this.parts.push({ kind: "tool", call });
    return call;
  }

  takeCall({ call_id: id, tool, input, output, error, error_type: errorType, ms }) {
    const call = this.addCall({ call_id: id, tool, input });
    Object.assign(call, { output, error, errorType, ms, state: error !== undefined ? "failed" : output !== undefined ? "done" : "stopped" });
  }

  // The server's own times of the calls, which are the same for whoever looks, whenever.
  timed(tools) {
    for (const { call_id: id, ms } of tools) if (this.calls.has(id)) this.calls.get(id).ms = ms;
  }

  takeLast(event) {
    this.state = event.type;
    this.end = event;
    for (const call of this.calls.values()) if (call.state === "running" || call.state === "waiting") call.state = "stopped";
    const said = event.result ?? "";
    if (said && !this.text) this.parts.push({ kind: "text", text: said });
  }
}

// A stored answer that is over, as the event that ended it.
function endOf(message, state) {
  if (state === "running" || state === "queued" || state === "waiting") return null;
  const type = { failed: "error", interrupted: "error", finished: "done" }[state] ?? state;
  const figures = { cost_summary: message.cost_summary, ms: message.ms, ms_to_first_token: message.ms_to_first_token };
  const { error } = message;
  const failure = error ? { error: error.message ?? error.error ?? error, error_type: error.error_type ?? message.error_type } : {};
  return { type, reason: message.reason, ...figures, ...failure };
}
