import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutEchoes } from "./coverage_table.js";

const entry = (path, status, note = "") => ({ path, status, note });
const paths = (entries) => withoutEchoes(entries).map(({ path }) => path);

test("what shares the fate of its mapping is told once", () => {
  const tools = [entry("/spec", "honoured"), entry("/spec/llm", "honoured"), entry("/spec/llm/model", "honoured")];
  assert.deepEqual(paths(tools), ["/spec", "/spec/llm"]);
});

test("another fate, or a note of its own, is always told", () => {
  const entries = [
    entry("/spec/llm", "honoured"),
    entry("/spec/llm/profile", "unsupported", "no such thing here"),
    entry("/spec/llm/model", "honoured", "read from LLM_MODEL"),
  ];
  assert.deepEqual(paths(entries), ["/spec/llm", "/spec/llm/profile", "/spec/llm/model"]);
});
