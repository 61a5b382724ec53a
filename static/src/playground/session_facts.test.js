import assert from "node:assert/strict";
import { test } from "node:test";
import { ending, signature, withRun } from "./session_facts.js";

const message = (state) => ({ role: "assistant", run_id: "r1", state, text: "…" });

test("a session looks different when a run begins, ends, or comes from elsewhere", () => {
  const seen = [
    { running: null, messages: [] },
    { running: "r1", messages: [] },
    { running: null, messages: [message("done")] },
    { running: null, messages: [message("cancelled")] },
  ].map(signature);
  assert.equal(new Set(seen).size, seen.length);
});

test("what a run costs so far is added to its period, and unknown stays unknown", () => {
  const period = { total_tokens: 100, total_cost: 0.01, model: "m" };
  assert.deepEqual(withRun(period, { tokens: 5, cost: 0.002 }), { ...period, total_tokens: 105, total_cost: 0.012, priced: true, estimated: true });
  assert.equal(withRun(period, { tokens: 5, cost: null }).total_cost, null);
  assert.equal(withRun(null, { tokens: 5, cost: 0.002 }).total_tokens, 5);
});

test("the end of a run is told in a sentence", () => {
  const cost_summary = { total_tokens: 212, total_cost: 0.0031, priced: true };
  assert.equal(ending({ type: "done", cost_summary }), "Done, 212 tokens, $0.0031");
  assert.equal(ending({ type: "cancelled", cost_summary }), "Stopped, 212 tokens, $0.0031");
  assert.equal(ending({ type: "cancelled", cost_summary: { ...cost_summary, total_tokens: 0 } }), "Stopped, nothing was used");
  assert.equal(ending({ type: "error", error: "No key." }), "Failed: No key.");
});
