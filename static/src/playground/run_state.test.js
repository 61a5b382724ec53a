import assert from "node:assert/strict";
import { test } from "node:test";
import { RunState } from "./run_state.js";

const summary = { total_tokens: 3, prompt_tokens: 1, completion_tokens: 2, total_cost: 0.1, model: "m" };

test("text and tool calls stay in the order in which they came", () => {
  const run = new RunState("r1");
  run.take({ type: "token", token: "Let me ", token_count: 1, cost: null });
  run.take({ type: "token", token: "look.", token_count: 2, cost: null });
  run.take({ type: "tool_start", tool: "look_up", input: { id: 1 }, call_id: "c1" }, 1000);
  run.take({ type: "tool_end", output: "found", call_id: "c1" }, 1400);
  run.take({ type: "token", token: "Found.", token_count: 3, cost: null });
  run.take({ type: "done", result: "Found.", cost_summary: summary });
  assert.deepEqual(run.parts.map(({ kind, text, call }) => (kind === "text" ? text : [call.tool, call.state, call.output, call.ms])), [
    "Let me look.",
    ["look_up", "done", "found", 400],
    "Found.",
  ]);
  assert.equal(run.state, "done");
});

test("a call that waits is there until somebody answers it", () => {
  const run = new RunState("r1");
  run.take({ type: "tool_start", tool: "t", input: {}, call_id: "c1" });
  run.take({ type: "tool_waiting", tool: "t", input: {}, call_id: "c1" });
  assert.deepEqual(run.waiting.map(({ id }) => id), ["c1"]);
  run.take({ type: "tool_error", error: "no", error_type: "tool_failed", call_id: "c1" });
  assert.deepEqual(run.waiting, []);
  assert.equal(run.calls.get("c1").error, "no");
});

test("a stopped run leaves no call running", () => {
  const run = new RunState("r1");
  run.take({ type: "tool_waiting", tool: "t", input: {}, call_id: "c1" });
  run.take({ type: "cancelled", result: "", cost_summary: summary });
  assert.equal(run.calls.get("c1").state, "stopped");
});

test("an answer that came without tokens is shown all the same", () => {
  const run = new RunState("r1");
  run.take({ type: "done", result: "All at once.", cost_summary: summary });
  assert.equal(run.text, "All at once.");
});

test("a stored answer shows text and calls in the order they had, with the server's times", () => {
  const tools = [
    { tool: "a", input: {}, call_id: "c1", output: 1, ms: 120, after_characters: 4 },
    { tool: "b", input: {}, call_id: "c2", error: "no", ms: 7, after_characters: 4 },
    { tool: "c", input: {}, call_id: "c3", after_characters: 9 },
  ];
  const run = RunState.ofMessage({ run_id: "r1", state: "cancelled", text: "🙂 hi then.", tools, cost_summary: summary });
  assert.deepEqual(run.parts.map(({ kind, text, call }) => (kind === "text" ? text : [call.tool, call.state, call.ms])), [
    "🙂 hi",
    ["a", "done", 120],
    ["b", "failed", 7],
    " then",
    ["c", "stopped", undefined],
    ".",
  ]);
});

test("who joins later measures nothing, and learns the times from the server", () => {
  const run = new RunState("r1");
  run.take({ type: "tool_start", tool: "t", input: {}, call_id: "c1" }, null);
  run.take({ type: "tool_end", output: "found", call_id: "c1" }, null);
  assert.equal(run.calls.get("c1").ms, undefined);
  run.timed([{ call_id: "c1", ms: 80 }]);
  assert.equal(run.calls.get("c1").ms, 80);
});

test("a stored answer looks like the run it was", () => {
  const run = RunState.ofMessage({ run_id: "r1", state: "done", text: "Hi", tools: [{ tool: "t", input: {}, call_id: "c", output: 1 }], cost_summary: summary, ms: 9 });
  assert.equal(run.isOver, true);
  assert.equal(run.end.ms, 9);
  assert.equal(run.calls.get("c").state, "done");
  assert.equal(RunState.ofMessage({ run_id: "r2", state: "running", text: "" }).isOver, false);
});
