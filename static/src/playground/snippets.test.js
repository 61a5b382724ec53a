import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { shellQuoted, snippets } from "./snippets.js";

const UGLY = `It's "$HOME" \`id\` \\ and\na line, é, 🙂, \u2028`;

test("a shell gives back what was quoted", () => {
  assert.equal(execFileSync("sh", ["-c", `printf %s ${shellQuoted(UGLY)}`]).toString(), UGLY);
});

test("the message arrives unchanged in each language", () => {
  const made = snippets({ origin: "http://127.0.0.1:1", base: "/agents/a", message: UGLY, session: "s1" });
  const fake = 'curl() { for last; do :; done; printf %s "$last"; }\n';
  const sent = execFileSync("sh", ["-c", fake + made.curl]).toString();
  assert.deepEqual(JSON.parse(sent), { message: UGLY, session_id: "s1" });
  const literal = /^body = (.*)$/m.exec(made.python)[1];
  assert.deepEqual(JSON.parse(literal), { message: UGLY, session_id: "s1" });
});

test("JavaScript that was pasted prints the answer", async () => {
  const { javascript } = snippets({ origin: "http://studio", base: "/agents/a", message: UGLY });
  const said = [];
  const asked = [];
  const frames = 'data: {"type":"token","token":"Hel"}\n\ndata: {"type":"token","token":"lo"}\n\ndata: {"type":"done","cost_summary":{"total_tokens":2}}\n\n';
  const fetch = async (url, options) => {
    asked.push([url, JSON.parse(options.body)]);
    return new Response(frames);
  };
  await new Function("fetch", "console", `return ${javascript}`)(fetch, { log: (...words) => said.push(words) });
  assert.deepEqual(asked, [["http://studio/agents/a/chat/stream", { message: UGLY }]]);
  assert.deepEqual(said, [["Hello", { total_tokens: 2 }]]);
});
