// A run that is going on: what it has said so far, and the command that stops it, from the first moment on.
import { RunFollower } from "./follow_run.js";
import { RunState } from "./run_state.js";

const AGAIN = 1000;

export class LiveRun extends EventTarget {
  // Dispatches "named" (the server knows the run), "change" (an event came), "over", "refused" (an error), "gone" and "connection".
  constructor(api, { follower = new RunFollower(api.base) } = {}) {
    super();
    Object.assign(this, { api, follower, state: new RunState() });
    this.stopWanted = false;
    follower.addEventListener("named", ({ detail }) => this.named(detail.runId));
    follower.addEventListener("event", ({ detail }) => this.take(detail));
    for (const name of ["refused", "gone", "connection"]) {
      follower.addEventListener(name, ({ detail }) => this.dispatchEvent(new CustomEvent(name, { detail })));
    }
  }

  start(body) {
    return this.follower.start(body);
  }

  join(runId) {
    this.state.runId = runId;
    this.isJoined = true; // What comes first happened before.
    return this.follower.follow(runId);
  }

  named(runId) {
    this.state.runId = runId;
    if (this.stopWanted) this.cancel();
    this.dispatchEvent(new Event("named"));
  }

  take(event) {
    this.state.take(event, this.isJoined ? null : Date.now());
    this.dispatchEvent(new CustomEvent(this.state.isOver ? "over" : "change", { detail: event }));
  }

  stop() {
    if (this.stopWanted) return;
    this.stopWanted = true;
    if (this.state.runId) this.cancel();
  }

  // Asked until it is heard: a stop that is lost on the way would go on costing money.
  async cancel() {
    while (!this.state.isOver && !this.follower.over) {
      try {
        await this.api.cancelRun(this.state.runId);
        return;
      } catch (error) {
        if (error.code !== "unreachable") {
          this.dispatchEvent(new CustomEvent("stop-failed", { detail: error }));
          this.stopWanted = false;
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, AGAIN));
      }
    }
  }

  leave() {
    this.follower.close();
  }
}
