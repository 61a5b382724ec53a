import assert from "node:assert/strict";
import { test } from "node:test";
import { RevisionConflict, SavedAgent } from "./saved_agent.js";

function agent(given, answers = {}) {
  const now = { text: "a", document: null };
  const asked = [];
  const create = async (body) => (asked.push(["create", body]), { name: "bot", title: "Bot", revision: 1 });
  const save = async (name, body) => {
    asked.push([name, body]);
    if (answers.fails) throw answers.fails;
    return { revision: body.expected + 1 };
  };
  return { now, asked, saved: new SavedAgent(given, { create, save, read: () => now }) };
}

test("the first save makes the agent, the next a revision of it", async () => {
  const { now, asked, saved } = agent({});
  assert.equal(saved.isDirty, true);
  assert.equal(await saved.keep(), true);
  assert.equal(saved.isDirty, false);
  now.text = "b";
  assert.equal(saved.isDirty, true);
  assert.equal(await saved.keep(), false);
  assert.deepEqual(asked, [["create", { text: "a", document: 0 }], ["bot", { text: "b", document: 0, expected: 1 }]]);
  assert.equal(saved.revision, 2);
});

test("two that save at once save once", async () => {
  const { asked, saved } = agent({});
  await Promise.all([saved.keep(), saved.keep()]);
  assert.equal(asked.length, 1);
});

test("a revision saved elsewhere meanwhile is told with its number", async () => {
  const fails = Object.assign(new Error(), { code: "revision_conflict", details: { newest: 5 } });
  const { now, saved } = agent({ agent: { name: "bot", revision: 4 }, text: "a" }, { fails });
  now.text = "mine";
  await assert.rejects(saved.keep(), (error) => error instanceof RevisionConflict && error.newest === 5);
  assert.equal(saved.isDirty, true);
});
