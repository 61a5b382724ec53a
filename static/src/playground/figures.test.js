import assert from "node:assert/strict";
import { test } from "node:test";
import { budgetInWords, costInWords, dollars, duration, messageFigures, spoken, stopReceipt, timeAgo } from "./figures.js";

const summary = (more) => ({ total_tokens: 212, prompt_tokens: 120, completion_tokens: 92, total_cost: 0.0031, model: "m", priced: true, ...more });

test("money says how sure it is", () => {
  assert.equal(costInWords(summary()), "$0.0031");
  assert.equal(costInWords(summary({ estimated: true })), "≈ $0.0031");
  assert.equal(costInWords(summary({ total_cost: null, priced: false })), "no price");
  assert.equal(costInWords(summary({ total_cost: 0, demo: true })), "demo");
});

test("small amounts keep two digits and large ones two decimals", () => {
  assert.deepEqual([0, 0.0000421, 0.00098, 0.0031, 0.25, 1.239, 1234.5].map(dollars), ["$0", "$0.000042", "$0.00098", "$0.0031", "$0.2500", "$1.24", "$1,234.50"]);
});

test("times are short", () => {
  assert.deepEqual([12, 940, 1234, 61_000].map(duration), ["12 ms", "940 ms", "1.2 s", "1 min 1 s"]);
  assert.equal(timeAgo("2026-01-01T10:00:00Z", Date.parse("2026-01-01T12:30:00Z")), "2 hours ago");
  assert.equal(timeAgo("2026-01-01T10:00:00Z", Date.parse("2026-01-01T10:00:03Z")), "just now");
});

test("a message has its times, its tokens in and out, and its cost", () => {
  const parts = messageFigures({ ms_to_first_token: 400, ms: 2100, cost_summary: summary({ cached_tokens: 100 }) });
  assert.deepEqual(parts.map(({ words }) => words), ["first token 400 ms", "2.1 s", "120 in, 92 out", "100 cached", "$0.0031"]);
});

test("what is read out is a sentence", () => {
  assert.equal(spoken(summary()), "212 tokens, $0.0031");
  assert.equal(spoken(summary({ demo: true })), "212 tokens, demo, costs nothing");
});

test("the receipt of a stop says what the event said", () => {
  const cancelled = { ms: 1234, reason: "requested", cost_summary: summary({ total_tokens: 37, total_cost: 0.0011, estimated: true }) };
  assert.equal(stopReceipt(cancelled), "Stopped after 1.2 s · 37 tokens · about $0.0011 · connection to the provider closed");
  assert.match(stopReceipt({ ...cancelled, reason: "abandoned" }), /^Nobody watched this run any more/);
  assert.equal(stopReceipt({ ms: 500, cost_summary: summary({ demo: true, total_cost: 0 }) }), "Stopped after 500 ms · 212 tokens · demo, costs nothing");
});

test("a budget says what is left, and that its alert is passed", () => {
  assert.equal(budgetInWords(null), "");
  assert.equal(budgetInWords({ limit: "0.01", alert: null, spent: "0.004" }), "$0.0060 of $0.0100 left");
  assert.equal(budgetInWords({ limit: null, alert: "0.005", spent: "0.004" }), "");
  assert.equal(budgetInWords({ limit: "0.01", alert: "0.005", spent: "0.0051" }), "$0.0049 of $0.0100 left · past the alert at $0.0050");
});
