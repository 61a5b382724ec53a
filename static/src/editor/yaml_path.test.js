import assert from "node:assert/strict";
import { test } from "node:test";
import { describePosition } from "./yaml_path.js";

// "|" stands for the cursor.
function at(text) {
  const lines = text.split("\n");
  const index = lines.findIndex((line) => line.includes("¦"));
  const before = lines[index].slice(0, lines[index].indexOf("¦"));
  lines[index] = lines[index].replace("¦", "");
  return describePosition(lines, index, before);
}

test("a key under nested mappings has the path of its mapping", () => {
  const place = at("kind: Agent\nspec:\n  llm:\n    provider: openai\n    mo¦");
  assert.deepEqual(place.path, ["spec", "llm"]);
  assert.equal(place.kind, "key");
  assert.equal(place.typed, "mo");
  assert.equal(place.siblings.get("provider"), "openai");
});

test("a value has the path of its key", () => {
  const place = at("spec:\n  llm:\n    provider: ope¦");
  assert.deepEqual(place.path, ["spec", "llm", "provider"]);
  assert.equal(place.typed, "ope");
});

test("an item of a list has its number in the path", () => {
  const place = at("spec:\n  tools:\n    - name: a\n      type: mcp\n    - name: b\n      ty¦\n      description: c");
  assert.deepEqual(place.path, ["spec", "tools", 1]);
  assert.deepEqual([...place.siblings.keys()].sort(), ["description", "name"]);
});

test("a list may stand at the column of its key", () => {
  assert.deepEqual(at("spec:\n  tools:\n  - ¦").path, ["spec", "tools", 0]);
  assert.deepEqual(at("spec:\n  tools:\n  - name: a\n  - name: b\n    ¦").path, ["spec", "tools", 1]);
});

test("the root has the empty path, and a new document begins again", () => {
  assert.deepEqual(at("kind: Agent\nme¦").path, []);
  assert.deepEqual(at("spec:\n  role: x\n---\nki¦").path, []);
});

test("inside a block of text there is no path", () => {
  assert.equal(at("spec:\n  role: |\n    You are\n    he¦"), null);
});

test("comments and empty lines change nothing", () => {
  assert.deepEqual(at("spec:\n\n# about the model\n  llm:\n    # which\n    ¦").path, ["spec", "llm"]);
});

test("keys of deeper mappings above are not siblings", () => {
  const place = at("spec:\n  llm:\n    model: gpt\n  to¦");
  assert.deepEqual(place.path, ["spec"]);
  assert.deepEqual([...place.siblings.keys()], ["llm"]);
});
