import assert from "node:assert/strict";
import { test } from "node:test";
import { nest } from "./file_tree.js";

test("files nest into folders, folders first, then by name", () => {
  const shape = nest([
    { path: "tools.py", size: 3 },
    { path: "tests/test_agent.py", size: 1 },
    { path: "agent.py", size: 2 },
    { path: "tests/fakes/model.py", size: 4 },
  ]);
  assert.deepEqual(shape.map(({ name }) => name), ["tests", "agent.py", "tools.py"]);
  assert.deepEqual(shape[0].children.map(({ path }) => path), ["tests/fakes", "tests/test_agent.py"]);
  assert.equal(shape[0].children[0].children[0].path, "tests/fakes/model.py");
});
