// The run that is going on in the session, as the page shows it: Stop in place of Send, the growing answer, what is told.
import { toast } from "../parts/toast.js";
import { ending } from "./session_facts.js";

export class Answering {
  // `on`: progress(state), named(), ended(state), gone(), refused(error, text).
  constructor({ conversation, composer, inspector, status, connection }, on) {
    Object.assign(this, { conversation, composer, inspector, status, connection, on });
    this.live = null;
    this.isStarting = false;
  }

  get isRunning() {
    return Boolean(this.live) || this.isStarting;
  }

  // From here on Stop is where Send was, though the server knows nothing yet.
  begin() {
    this.isStarting = true;
    this.stopWanted = false;
    this.composer.setRunning(true);
    this.announce("Answering");
  }

  // Nothing was started: the message is still where it was typed.
  giveUp(words = "") {
    this.isStarting = false;
    this.composer.setRunning(false);
    this.announce(words);
    if (words) this.composer.say(words);
  }

  watch(live, text) {
    Object.assign(this, { live, isStarting: false });
    const view = this.conversation.addAnswer(live.state);
    this.composer.setRunning(true);
    this.conversation.setBusy(true);
    this.announce("Answering");
    const listen = (name, heard) => live.addEventListener(name, ({ detail }) => this.live === live && heard(detail));
    listen("named", () => this.on.named());
    listen("change", (event) => this.changed(live, view, event));
    listen("over", () => this.ended(live, view));
    listen("refused", (error) => this.on.refused(error, text));
    listen("gone", () => this.on.gone());
    listen("connection", ({ lost }) => this.showConnection(lost));
    listen("stop-failed", (error) => {
      toast(`The run could not be stopped: ${error.message}`, { state: "bad" });
      this.composer.setRunning(true);
    });
  }

  changed(live, view, event) {
    view.touch();
    this.inspector.touch(live.state);
    if (event.type === "tool_waiting") this.announce(`${event.tool} waits for your answer`);
    if (event.type === "token") this.on.progress(live.state);
  }

  ended(live, view) {
    this.leave();
    view.touch();
    this.inspector.touch(live.state);
    this.announce(ending(live.state.end));
    this.on.ended(live.state);
  }

  // Stops watching; the run itself goes on if it was going on.
  leave() {
    this.live?.leave();
    this.live = null;
    this.isStarting = false;
    this.composer.setRunning(false);
    this.conversation.setBusy(false);
    this.showConnection(false);
  }

  stop() {
    if (!this.isRunning) return;
    this.stopWanted = true;
    this.live?.stop();
    this.composer.setStopping();
    this.announce("Stopping");
  }

  hurry() {
    this.live?.follower.hurry();
  }

  // Said once: the same words again are no news.
  announce(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  showConnection(isLost) {
    this.connection.hidden = !isLost;
  }
}
