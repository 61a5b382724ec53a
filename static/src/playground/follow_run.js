// Follows one run to its last event, whatever the connection does: the only module that knows how a run is streamed.
// It dispatches "event" (each of the run's events once, in order), "connection" ({lost}), "named" (the run's id is
// known), "refused" (no run was started) and "gone" (the run ended while nobody could see it; ask for the session).
import { isLast } from "../events.js";
import { RequestError, refusal } from "../parts/request.js";
import { SseFrames, placeOf } from "./sse_frames.js";

const SILENCE = 8000; // The server sends a heartbeat after 3 s.
const PAUSES = [250, 500, 1000, 2000, 4000];
const TRY_AGAIN = new Set([408, 425, 502, 503, 504]);

export class RunFollower extends EventTarget {
  // `base` is "/agents/{name}". `start` begins a run, `follow` joins one.
  constructor(base, { fetch = (...given) => globalThis.fetch(...given), silence = SILENCE, pauses = PAUSES } = {}) {
    super();
    Object.assign(this, { base, fetch, silence, pauses });
    this.runId = null;
    this.seq = 0;
    this.over = false;
    this.attempt = 0;
    this.wake = () => {};
  }

  // The same `client_message_id` twice is one run, so a message may be sent again when the connection breaks.
  start(body) {
    this.body = body;
    return this.run();
  }

  follow(runId, after = 0) {
    this.runId = runId;
    this.seq = after;
    return this.run();
  }

  // Leaves the run alone and stops watching it.
  close() {
    this.over = true;
    this.flight?.abort();
    this.wake();
  }

  // Now is a good moment to try: the network is back, or somebody looks.
  hurry() {
    this.attempt = 0;
    this.wake();
  }

  async run() {
    while (!this.over) {
      const answer = await this.connect();
      if (this.over) return;
      if (answer) await this.read(answer);
      if (this.over) return;
      this.tell("connection", { lost: true });
      await this.pause();
    }
  }

  async connect() {
    this.flight = new AbortController();
    this.watch();
    try {
      const response = await this.fetch(...this.question());
      if (response.status === 204 || (this.runId && response.status === 404)) return this.end("gone");
      if (response.ok) return response;
      if (TRY_AGAIN.has(response.status) && this.runId) return null;
      return this.end("refused", await refusal(response));
    } catch (error) {
      if (!isConnectionLoss(error)) throw error;
      return null;
    }
  }

  question() {
    const signal = this.flight.signal;
    if (this.runId) {
      const headers = { Accept: "text/event-stream", "Last-Event-ID": `${this.runId}:${this.seq}` };
      return [`${this.base}/chat/runs/${encodeURIComponent(this.runId)}/stream`, { headers, signal }];
    }
    const headers = { Accept: "text/event-stream", "Content-Type": "application/json" };
    return [`${this.base}/chat/stream`, { method: "POST", headers, body: JSON.stringify(this.body), signal }];
  }

  async read(response) {
    const frames = new SseFrames();
    const reader = response.body.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done || this.over) return;
        this.watch();
        if (this.attempt || this.lost) this.tell("connection", { lost: false });
        this.attempt = 0;
        for (const frame of frames.push(value)) this.take(frame);
        if (this.over) return;
      }
    } catch (error) {
      if (!isConnectionLoss(error)) throw error;
    } finally {
      clearTimeout(this.timer);
      this.flight.abort();
    }
  }

  take({ id, data }) {
    if (id && !this.runId) {
      this.runId = placeOf(id).runId;
      this.tell("named", { runId: this.runId });
    }
    if (!data) return;
    const event = JSON.parse(data);
    if (event.seq === undefined || event.seq <= this.seq) return; // `connected`, or seen before.
    this.seq = event.seq;
    if (isLast(event)) this.over = true;
    this.tell("event", event);
  }

  watch() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flight.abort(), this.silence);
  }

  pause() {
    clearTimeout(this.timer);
    const longest = this.pauses[Math.min(this.attempt, this.pauses.length - 1)];
    this.attempt += 1;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, longest * (0.75 + Math.random() / 2));
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  end(name, detail) {
    this.over = true;
    clearTimeout(this.timer);
    this.tell(name, detail);
    return null;
  }

  tell(name, detail) {
    if (name === "connection") {
      if (detail.lost === Boolean(this.lost)) return;
      this.lost = detail.lost;
    }
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

// A fetch that fails is a TypeError, one that the watchdog ends an AbortError.
function isConnectionLoss(error) {
  return error.name === "AbortError" || error instanceof TypeError || error instanceof RequestError;
}
