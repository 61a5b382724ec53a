import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveCheck } from "./live_check.js";

const next = (live, name) => new Promise((resolve) => live.addEventListener(name, ({ detail }) => resolve(detail), { once: true }));
const file = (digest, text) => ({ path: `${digest}.py`, size: 1, digest, ...(text && { text }) });

test("only the newest of several quick changes is asked about", async () => {
  const asked = [];
  const live = new LiveCheck(async ({ text }) => (asked.push(text), { files: [] }), { delay: 5 });
  live.schedule({ text: "a" });
  live.schedule({ text: "ab" });
  live.schedule({ text: "abc" });
  const { question } = await next(live, "answer");
  assert.equal(question.text, "abc");
  assert.deepEqual(asked, ["abc"]);
});

test("an answer that comes after a newer change is dropped", async () => {
  const answers = [];
  const gates = [];
  const live = new LiveCheck(() => new Promise((resolve) => gates.push(resolve)), { delay: 0 });
  live.addEventListener("answer", ({ detail }) => answers.push(detail.question.text));
  live.schedule({ text: "old" });
  await new Promise((resolve) => setTimeout(resolve, 5));
  live.schedule({ text: "new" });
  await new Promise((resolve) => setTimeout(resolve, 5));
  gates[1]({ files: [] });
  gates[0]({ files: [] });
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(answers, ["new"]);
});

test("the text of a file travels once", async () => {
  const known = [];
  const live = new LiveCheck(async (question) => {
    known.push(question.known);
    return { files: question.known.includes("d1") ? [file("d1")] : [file("d1", "print()")] };
  }, { delay: 0 });
  live.schedule({ text: "a" });
  await next(live, "answer");
  live.schedule({ text: "b" });
  await next(live, "answer");
  assert.deepEqual(known, [[], ["d1"]]);
  assert.equal(live.texts.get("d1"), "print()");
});

test("an invalid text keeps the files of the last valid one", async () => {
  const live = new LiveCheck(async ({ text }) => ({ files: text === "good" ? [file("d1", "x")] : [] }), { delay: 0 });
  live.schedule({ text: "good" });
  await next(live, "answer");
  live.schedule({ text: "bad" });
  await next(live, "answer");
  assert.equal(live.texts.get("d1"), "x");
});

test("a server that does not answer is asked again", async () => {
  let attempts = 0;
  const unreachable = Object.assign(new Error("gone"), { code: "unreachable" });
  const live = new LiveCheck(async () => {
    attempts += 1;
    if (attempts === 1) throw unreachable;
    return { files: [] };
  }, { delay: 0, retry: 5 });
  live.schedule({ text: "a" });
  assert.equal(await next(live, "failed"), unreachable);
  await next(live, "answer");
  assert.equal(attempts, 2);
});
