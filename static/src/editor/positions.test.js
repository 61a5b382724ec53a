import assert from "node:assert/strict";
import { test } from "node:test";
import { Text } from "@codemirror/state";
import { FixAll, changesOf, changesOfAll } from "./fixes.js";
import { toOffset, toRange } from "./positions.js";

const doc = Text.of(["name: 🦜 parrot", "", "model: gpt"]);
const edit = (line, column, end_line, end_column, text) => ({ line, column, end_line, end_column, text });

test("columns count characters, offsets count UTF-16", () => {
  const parrot = toOffset(doc, 1, 9);
  assert.equal(doc.sliceString(parrot, parrot + 6), "parrot");
});

test("positions outside the text are pulled in", () => {
  assert.equal(toOffset(doc, 99, 1), doc.length);
  assert.equal(toOffset(doc, 1, 99), doc.line(1).to);
  assert.equal(toOffset(doc, 0, 0), 0);
  assert.deepEqual(toRange(doc, edit(3, 5, 1, 1)), { from: doc.line(3).from + 4, to: doc.line(3).from + 4 });
});

test("a fix becomes changes at the right places", () => {
  const [change] = changesOf(doc, { edits: [edit(3, 8, 3, 11, "gpt-4o")] });
  assert.equal(doc.sliceString(change.from, change.to), "gpt");
  assert.equal(change.insert, "gpt-4o");
});

test("of fixes that overlap only the first is taken", () => {
  const first = { edits: [edit(3, 1, 3, 6, "chat")] };
  const overlapping = { edits: [edit(3, 3, 3, 8, "x")] };
  const apart = { edits: [edit(1, 1, 1, 5, "title")] };
  const changes = changesOfAll(doc, [first, overlapping, apart]);
  assert.deepEqual(changes.map(({ insert }) => insert), ["title", "chat"]);
});

test("a replacement goes before an addition, which waits for the next round", () => {
  const rename = { edits: [edit(3, 1, 3, 6, "model")] };
  const add = { edits: [edit(2, 1, 2, 1, "model: gpt\n")] };
  assert.deepEqual(changesOfAll(doc, [add, rename]).map(({ insert }) => insert), ["model"]);
  assert.deepEqual(changesOfAll(doc, [add]).map(({ insert }) => insert), ["model: gpt\n"]);
});

test("fixing all ends when nothing is left, and only goes on once it was started", () => {
  const rounds = [];
  const all = new FixAll((changes) => rounds.push(changes.length));
  const found = [{ fix: { edits: [edit(3, 1, 3, 6, "model")] } }, {}];
  all.next(doc, found);
  assert.deepEqual(rounds, []);
  all.start(doc, found);
  all.next(doc, found);
  all.next(doc, [{}]);
  all.next(doc, found);
  assert.deepEqual(rounds, [1, 1]);
});
