import assert from "node:assert/strict";
import { test } from "node:test";
import { RunFollower } from "./follow_run.js";

const frame = (seq, event) => `id: r1:${seq}\ndata: ${JSON.stringify({ run_id: "r1", seq, ...event })}\n\n`;
const hello = 'retry: 2000\nid: r1:0\n\ndata: {"type":"connected","session_id":"s","message":"Connected"}\n\n';
const token = (seq) => frame(seq, { type: "token", token: `w${seq} ` });
const done = (seq) => frame(seq, { type: "done", result: "" });

// What a connection does: text that is sent, then it ends, breaks, or says nothing more.
function stream(text, end = "close", signal) {
  const body = new ReadableStream({
    start(controller) {
      if (text) controller.enqueue(new TextEncoder().encode(text));
      if (end === "close") controller.close();
      if (end === "break") setTimeout(() => controller.error(new TypeError("network error")), 1);
      signal?.addEventListener("abort", () => controller.error(new DOMException("", "AbortError")));
    },
  });
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
}

function follower(...connections) {
  const asked = [];
  const fetch = async (path, options = {}) => {
    asked.push({ path, method: options.method ?? "GET", from: options.headers["Last-Event-ID"], body: options.body && JSON.parse(options.body) });
    const next = connections.shift();
    if (next === undefined) throw new TypeError("Failed to fetch");
    return next(options.signal);
  };
  const made = new RunFollower("/agents/a", { fetch, silence: 40, pauses: [1] });
  const seen = [];
  for (const name of ["event", "connection", "named", "refused", "gone"]) {
    made.addEventListener(name, ({ detail }) => seen.push(name === "event" ? detail.seq : [name, detail?.lost ?? detail?.code]));
  }
  return { made, seen, asked };
}

const numbers = (seen) => seen.filter((item) => typeof item === "number");

test("a run is followed to its last event on one connection", async () => {
  const { made, seen, asked } = follower(() => stream(hello + token(1) + done(2)));
  await made.start({ message: "hi", client_message_id: "m1" });
  assert.deepEqual(seen, [["named", undefined], 1, 2]);
  assert.equal(asked.length, 1);
  assert.equal(made.runId, "r1");
});

test("after a broken connection it goes on where it was, and sees every event once", async () => {
  const { made, seen, asked } = follower(
    () => stream(hello + token(1) + token(2), "break"),
    () => stream(hello + token(2) + token(3) + done(4)),
  );
  await made.start({ message: "hi", client_message_id: "m1" });
  assert.deepEqual(numbers(seen), [1, 2, 3, 4]);
  assert.deepEqual(asked[1], { path: "/agents/a/chat/runs/r1/stream", method: "GET", from: "r1:2", body: undefined });
  assert.deepEqual(seen.filter((item) => item[0] === "connection"), [["connection", true], ["connection", false]]);
});

test("a connection that breaks before the run has a name sends the same message again", async () => {
  const broken = () => Promise.reject(new TypeError("Failed to fetch"));
  const { made, seen, asked } = follower(broken, () => stream(hello + done(1)));
  await made.start({ message: "hi", client_message_id: "m1" });
  assert.deepEqual(numbers(seen), [1]);
  assert.deepEqual(asked.map(({ body }) => body.client_message_id), ["m1", "m1"]);
});

test("silence longer than a heartbeat allows is a lost connection", async () => {
  const { made, seen } = follower((signal) => stream(hello + token(1), "silence", signal), () => stream(done(2)));
  await made.start({ message: "hi" });
  assert.deepEqual(numbers(seen), [1, 2]);
});

test("a stream that ends without a last event is taken up again", async () => {
  const { made, seen } = follower(() => stream(hello + token(1)), () => stream(done(2)));
  await made.start({ message: "hi" });
  assert.deepEqual(numbers(seen), [1, 2]);
});

test("a run that is over and cannot be read any more is gone", async () => {
  const { made, seen } = follower(() => new Response(null, { status: 204 }));
  await made.follow("r1", 3);
  assert.deepEqual(seen, [["gone", undefined]]);
});

test("a refusal starts nothing and says why", async () => {
  const error = { code: "run_in_progress", message: "Busy.", run_id: "r0" };
  const { made, seen, asked } = follower(() => Response.json({ error }, { status: 409 }));
  await made.start({ message: "hi" });
  assert.deepEqual(seen, [["refused", "run_in_progress"]]);
  assert.equal(asked.length, 1);
});

test("who stops watching asks no more", async () => {
  const { made, asked } = follower((signal) => stream(hello, "silence", signal));
  const following = made.start({ message: "hi" });
  await new Promise((resolve) => setTimeout(resolve, 5));
  made.close();
  await following;
  assert.equal(asked.length, 1);
});
