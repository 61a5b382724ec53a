import assert from "node:assert/strict";
import { test } from "node:test";
import { KIT, nest } from "./file_tree.js";

const FILES = [
  { path: "agent.py", size: 2, kit: false },
  { path: "tests/fakes/model.py", size: 4, kit: false },
  { path: "engine.py", size: 5, kit: true },
  { path: "tests/test_agent.py", size: 1, kit: false },
  { path: "tools.py", size: 3, kit: false },
  { path: "runs.py", size: 5, kit: true },
];

test("files nest into folders in the order given", () => {
  const shape = nest(FILES.filter(({ kit }) => !kit));
  assert.deepEqual(shape.map(({ name }) => name), ["agent.py", "tests", "tools.py"]);
  assert.deepEqual(shape[1].children.map(({ path }) => path), ["tests/fakes", "tests/test_agent.py"]);
  assert.equal(shape[1].children[0].children[0].path, "tests/fakes/model.py");
});

test("the kit is one group at the end, which says how many modules it has", () => {
  const group = nest(FILES).at(-1);
  assert.deepEqual([group.name, group.path], ["The kit (2)", KIT]);
  assert.deepEqual(group.children.map(({ path }) => path), ["engine.py", "runs.py"]);
});
