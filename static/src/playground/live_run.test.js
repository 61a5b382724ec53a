import assert from "node:assert/strict";
import { test } from "node:test";
import { RequestError } from "../parts/request.js";
import { LiveRun } from "./live_run.js";

// A run whose follower says what the test makes it say, and whose api notes what is cancelled.
function liveRun(cancelRun = async () => {}) {
  const cancelled = [];
  const follower = Object.assign(new EventTarget(), { over: false, start() {}, close() {} });
  const api = {
    base: "/agents/a",
    cancelRun: (runId) => {
      cancelled.push(runId);
      return cancelRun(cancelled.length);
    },
  };
  const tell = (name, detail) => follower.dispatchEvent(new CustomEvent(name, { detail }));
  return { live: new LiveRun(api, { follower }), cancelled, tell };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test("Stop before the run has a name cancels it as soon as it has one, once", async () => {
  const { live, cancelled, tell } = liveRun();
  live.start({ message: "hi" });
  live.stop();
  live.stop();
  assert.deepEqual(cancelled, []);
  tell("named", { runId: "r1" });
  await settled();
  assert.deepEqual(cancelled, ["r1"]);
  live.stop();
  assert.deepEqual(cancelled, ["r1"]);
});

test("Stop of a run that has a name cancels it at once", () => {
  const { live, cancelled, tell } = liveRun();
  tell("named", { runId: "r1" });
  assert.deepEqual(cancelled, []);
  live.stop();
  assert.deepEqual(cancelled, ["r1"]);
});

test("a stop that the studio refuses is told, and can be asked for again", async () => {
  const { live, cancelled, tell } = liveRun(async (times) => {
    if (times === 1) throw new RequestError("Not yours.", { code: "forbidden", status: 403 });
  });
  const told = [];
  live.addEventListener("stop-failed", ({ detail }) => told.push(detail.message));
  tell("named", { runId: "r1" });
  live.stop();
  await settled();
  assert.deepEqual(told, ["Not yours."]);
  live.stop();
  await settled();
  assert.deepEqual(cancelled, ["r1", "r1"]);
});
