import assert from "node:assert/strict";
import { test } from "node:test";
import { EVENT_NAMES } from "../events.js";
import { ICONS, describe, folded, requestOf, rowsOf } from "./inspector.js";
import { mockError } from "./tools_form.js";
import { resultOf } from "./tool_card.js";

const events = ["llm_start", "token", "token", "token", "tool_start", "token"].map((type, index) => ({ type, seq: index + 1, token: "a", model: "m", tool: "t" }));

test("tokens that follow one another are one row", () => {
  assert.deepEqual(rowsOf(events, false).map(({ type, events: { length } }) => [type, length]), [["llm_start", 1], ["token", 3], ["tool_start", 1], ["token", 1]]);
  assert.equal(rowsOf(events, true).length, 6);
  assert.equal(describe(rowsOf(events, false)[1]), "3 tokens");
});

test("of a long run the first rows and the newest are shown, and how many are left out", () => {
  const rows = Array.from({ length: 1200 }, (_, index) => ({ type: "token", events: [{ seq: index + 1 }] }));
  const shown = folded(rows);
  assert.equal(shown.length, 501);
  assert.deepEqual([shown[0], shown.at(-1)], [rows[0], rows.at(-1)]);
  const { left } = shown.find(({ type }) => type === "fold");
  assert.equal(left + shown.length - 1, rows.length);
  assert.equal(folded(rows.slice(0, 500)).length, 500);
  assert.equal(folded(rows, 950).length, 1200);
});

test("an event of a model request knows which one", () => {
  const run = ["llm_start", "token", "llm_end", "tool_start", "llm_start", "llm_end"].map((type, index) => ({ type, seq: index + 1 }));
  assert.deepEqual([0, 2, 4, 5].map((index) => requestOf(run, run[index])), [1, 1, 2, 2]);
});

test("every event has its own row", () => {
  assert.deepEqual(EVENT_NAMES.filter((name) => !ICONS[name]), []);
});

test("an event that is not known yet is a row all the same", () => {
  assert.equal(describe({ type: "later", events: [{ seq: 1 }] }), "");
});

test("a mock is checked before it is saved", () => {
  assert.equal(mockError({ kind: "json", content: '{"a": 1}', delay_ms: 0 }), "");
  assert.match(mockError({ kind: "json", content: "{a}", delay_ms: 0 }), /not JSON/);
  assert.equal(mockError({ kind: "text", content: "{a}", delay_ms: 100 }), "");
  assert.match(mockError({ kind: "text", content: "", delay_ms: -1 }), /delay/);
});

test("what a person types as a result is JSON where it is JSON", () => {
  assert.deepEqual(resultOf('{"status": "sent"}'), { status: "sent" });
  assert.equal(resultOf("It was sent."), "It was sent.");
});
