import assert from "node:assert/strict";
import { test } from "node:test";
import { SseFrames, placeOf } from "./sse_frames.js";

const bytes = (text) => new TextEncoder().encode(text);

test("frames come out the same however the bytes are cut", () => {
  const stream = bytes('retry: 2000\nid: r1:0\n\n: heartbeat\n\nid: r1:1\ndata: {"token":"é€"}\n\n');
  for (let size = 1; size < stream.length; size += 1) {
    const frames = new SseFrames();
    const seen = [];
    for (let at = 0; at < stream.length; at += size) seen.push(...frames.push(stream.slice(at, at + size)));
    assert.deepEqual(seen, [{ id: "r1:0", data: "" }, { id: "r1:1", data: '{"token":"é€"}' }]);
  }
});

test("lines may end as Windows ends them, and data may have several", () => {
  assert.deepEqual(new SseFrames().push(bytes("data: a\r\ndata: b\r\n\r\n")), [{ id: undefined, data: "a\nb" }]);
});

test("a place is the run and the number of its event", () => {
  assert.deepEqual(placeOf("r:1:12"), { runId: "r:1", seq: 12 });
});
