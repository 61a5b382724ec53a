// A run as its events tell it: pieces of text and tool calls in the order in which they came, and how it stands.
import { isLast } from "../events.js";

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
    for (const call of message.tools ?? []) run.takeCall(call);
    if (message.text) run.parts.push({ kind: "text", text: message.text });
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

  get waiting() {
    return [...this.calls.values()].filter(({ state }) => state === "waiting");
  }

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
    if (event.type === "tool_error") Object.assign(call, { state: "failed", error: event.error });
    if (call.state === "done" || call.state === "failed") call.ms = event.ms ?? (call.since && now - call.since);
  }

  addCall({ call_id: id, tool, input }) {
    const call = { id, tool, input, state: "running" };
    this.calls.set(id, call);
    this.parts.push({ kind: "tool", call });
    return call;
  }

  takeCall({ call_id: id, tool, input, output, error, ms }) {
    const call = this.addCall({ call_id: id, tool, input });
    Object.assign(call, { output, error, ms, state: error === undefined || error === null ? "done" : "failed" });
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
