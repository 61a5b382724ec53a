import assert from "node:assert/strict";
import { test } from "node:test";
import { isSafeAddress, lastBlockStart, parseMarkdown } from "./parse.js";

const restOf = (text) => text.slice(lastBlockStart(text, parseMarkdown(text)));

test("only the last block may still change", () => {
  assert.equal(restOf("One.\n\nTwo.\n\nThr"), "Thr");
  assert.equal(restOf("One.\n\n- a\n- b\n\n  c"), "- a\n- b\n\n  c");
  assert.equal(restOf("# Title\n```py\nx = 1\n"), "```py\nx = 1\n");
  assert.equal(restOf("| a | b |\n| - | - |\n| 1 | 2 |\n"), "| a | b |\n| - | - |\n| 1 | 2 |\n");
  assert.equal(restOf("Only one"), "Only one");
  assert.equal(restOf(""), "");
});

test("HTML is text", () => {
  const [, inline] = parseMarkdown("<img src=x onerror=alert(1)>");
  assert.deepEqual(inline.children.map(({ type }) => type), ["text"]);
});

test("only the web and mail are linked to", () => {
  for (const bad of ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil", "", undefined]) {
    assert.equal(isSafeAddress(bad), false, bad);
  }
  assert.ok(isSafeAddress("https://example.com") && isSafeAddress("mailto:a@b.c"));
});
