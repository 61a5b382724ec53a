import assert from "node:assert/strict";
import { test } from "node:test";
import { costInWords, dollars, duration, limitInWords, messageFigures, spoken, stopReceipt, timeAgo } from "./figures.js";

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

test("a run that was stopped before anything was used says no more than that", () => {
  const unused = { total_tokens: 0, prompt_tokens: 0, completion_tokens: 0, total_cost: 0, priced: true };
  for (const cost of [unused, { ...unused, total_cost: null, priced: false }]) {
    assert.equal(stopReceipt({ ms: 80, cost_summary: cost }), "Stopped after 80 ms · nothing was used");
    assert.equal(spoken(cost), "nothing was used");
  }
  assert.equal(stopReceipt({ reason: "replaced", cost_summary: null }), "Stopped for the next message · nothing was used");
});

test("a limit says what is left, and that its alert is passed", () => {
  const budget = { of: "period", unit: "money", most: "0.01", alert: null, used: "0.004" };
  assert.equal(limitInWords(budget), "Budget: $0.0060 of $0.0100 left");
  assert.equal(limitInWords({ ...budget, most: null, alert: "0.005" }), "");
  assert.equal(limitInWords({ ...budget, alert: "0.005", used: "0.0051" }), "Budget: $0.0049 of $0.0100 left · past the alert at $0.0050");
  assert.equal(limitInWords({ ...budget, of: "day", used: "0.02" }), "Today: $0 of $0.0100 left");
});

test("a limit of money is not said to be kept where no price is known", () => {
  const budget = { of: "day", unit: "money", most: "5", alert: null, used: "0", counted: false };
  assert.equal(limitInWords(budget), "Today: $5.00 is not watched: no price is known for this chat model");
});

test("a limit of tokens counts tokens", () => {
  assert.equal(limitInWords({ of: "day", unit: "tokens", most: 20_000, used: 1500, alert: null }), "Today: 18,500 of 20,000 tokens left");
  assert.equal(limitInWords({ of: "request", unit: "tokens", most: 4000, used: null, alert: null }), "A request: at most 4,000 tokens");
});
