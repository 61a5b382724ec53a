// The playground: one session with one agent, followed wherever its runs were started. It says who hears whom.
import { RequestError } from "../parts/request.js";
import { toast } from "../parts/toast.js";
import { Answering } from "./answering.js";
import { ChatApi } from "./chat_api.js";
import { LiveRun } from "./live_run.js";
import { RunState } from "./run_state.js";
import { signature } from "./session_facts.js";

const LOOK_EVERY = 5000;

export class Playground {
  // `agent` is a SavedAgent; `keep()` saves it and resolves to false when that did not work out.
  constructor(parts, { agent, keep, showEvents }) {
    const { conversation, composer, bar, setup, inspector } = parts;
    Object.assign(this, { conversation, composer, bar, setup, inspector, agent, keep, showEvents });
    this.answering = new Answering(parts, {
      progress: (run) => !setup.isDemo && bar.showRun(run),
      named: () => this.settle({ address: true }),
      ended: (run) => this.ended(run),
      gone: () => this.reload(),
      refused: (error, text) => this.refused(error, text),
    });
    this.messages = new Map();
    this.doings = 0;
    this.api = agent.name ? new ChatApi(agent.name) : null;
    this.session = newSession();
    agent.addEventListener("saved", () => this.agentSaved());
    addEventListener("online", () => this.awake());
    addEventListener("focus", () => this.look());
    document.addEventListener("visibilitychange", () => !document.hidden && this.awake());
    setInterval(() => this.look(), LOOK_EVERY);
  }

  get isRunning() {
    return this.answering.isRunning;
  }

  // The session that the address names, or a new one.
  async begin() {
    const named = new URLSearchParams(location.search).get("session");
    if (named && this.api) await this.open(named);
    else await this.refreshSetup();
  }

  async open(id) {
    this.leave();
    this.session = { id, isNew: false, revision: null };
    this.conversation.clear();
    this.bar.clear();
    this.showAddress();
    try {
      await this.load();
    } catch (error) {
      if (error.status !== 404) throw error;
      toast("There is no such session any more: this is a new one.");
      this.startNew();
      return;
    }
    await this.refreshSetup();
  }

  startNew(note = "") {
    this.leave();
    this.session = newSession();
    this.conversation.clear();
    this.composer.open("new", []);
    this.bar.clear();
    this.inspector.clear();
    this.answering.announce("New session");
    this.showAddress();
    if (note) this.conversation.addNote(note);
    this.refreshSetup();
  }

  leave() {
    this.answering.leave();
    this.shown = "";
  }

  async load() {
    const asked = this.session;
    const stored = await this.api.fetchSession(asked.id);
    if (asked !== this.session || this.isRunning) return;
    this.showStored(stored);
    this.composer.open(stored.id, stored.messages.filter(({ role }) => role === "user").map(({ text }) => text));
  }

  async reload() {
    this.leave();
    await this.load();
  }

  // The session's id from the server leads others to it too; the name that it was started with only its owner.
  adopt(stored) {
    this.session.revision = stored.revision;
    if (this.session.id === stored.id) return;
    this.session.id = stored.id;
    this.composer.rename(stored.id);
    this.showAddress();
  }

  showStored(stored) {
    this.adopt(stored);
    this.shown = signature(stored);
    this.conversation.clear();
    this.messages.clear();
    this.bar.showPeriod(stored.cost_summary);
    for (const message of stored.messages) {
      if (message.role === "user") {
        this.conversation.addPerson(message.text, message.created_at);
        this.lastSaid = message.text;
      } else if (message.run_id !== stored.running) {
        const run = RunState.ofMessage(message);
        this.messages.set(run.runId, this.lastSaid);
        this.conversation.addAnswer(run);
      }
    }
    if (stored.running) this.join(stored.running);
  }

  join(runId) {
    const live = new LiveRun(this.api);
    this.messages.set(runId, this.lastSaid);
    this.answering.watch(live, this.lastSaid);
    this.inspector.show(live.state, this.lastSaid);
    live.join(runId);
  }

  async send(text) {
    if (this.isRunning) return;
    this.answering.begin();
    const session = this.session;
    const saved = !this.agent.isDirty || (await this.keep());
    if (session !== this.session) return;
    if (!saved) this.answering.giveUp();
    else if (this.answering.stopWanted) this.answering.giveUp("Stopped before it was sent: your message is still here.");
    else this.startRun(text);
  }

  startRun(text) {
    if (!this.session.isNew && this.session.revision !== this.agent.revision) {
      this.startNew(`Revision ${this.agent.revision} in a new session: a session keeps to one revision.`);
    }
    const live = new LiveRun(this.api);
    this.composer.sent(text);
    this.conversation.addPerson(text);
    this.lastSaid = text;
    this.answering.watch(live, text);
    this.inspector.show(live.state, text);
    this.keepSession();
    this.doings += 1;
    live.start({ message: text, session_id: this.session.id, client_message_id: crypto.randomUUID() });
  }

  // Something was said in the session, or set up for it: from now on the server knows it.
  keepSession() {
    if (!this.session.isNew) return;
    Object.assign(this.session, { isNew: false, revision: this.agent.revision });
    this.composer.rename(this.session.id);
    this.showAddress();
  }

  ended(run) {
    this.messages.set(run.runId, this.lastSaid);
    this.settle();
  }

  // The session as the server has it, to know what it cost and to notice what others do in it.
  async settle({ address = false } = {}) {
    const asked = this.session;
    this.doings += 1;
    try {
      const stored = await this.api.fetchSession(asked.id);
      if (asked !== this.session) return;
      this.adopt(stored);
      if (address || this.isRunning) return;
      this.shown = signature(stored);
      this.bar.showPeriod(stored.cost_summary);
      stored.messages.filter(({ role }) => role === "assistant").forEach((message) => this.conversation.timed(message));
      await this.refreshSetup({ keepsForms: true });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error; // The next look finds it.
    }
  }

  // The server took no message: it goes back to where it was typed, and the run that is in its way is shown.
  refused(error, text) {
    this.leave();
    this.conversation.removeLast(2);
    this.inspector.clear();
    this.composer.write(text);
    this.answering.giveUp();
    this.composer.say(error.message, true);
    if (error.details.run_id) this.look();
  }

  // Runs that were started in another tab, or by somebody else, and costs that were reset there.
  async look() {
    if (document.hidden || this.isRunning || !this.api || this.session.isNew || this.isLooking) return;
    this.isLooking = true;
    const asked = this.session;
    const { doings } = this;
    try {
      const stored = await this.api.fetchSession(asked.id);
      // What was done here meanwhile is newer than that answer.
      if (asked !== this.session || this.isRunning || doings !== this.doings) return;
      this.answering.showConnection(false);
      if (signature(stored) !== this.shown) this.showStored(stored);
      else if (this.bar.isAt(stored.cost_summary)) return;
      else this.bar.showPeriod(stored.cost_summary);
      await this.refreshSetup({ keepsForms: true });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.answering.showConnection(error.code === "unreachable");
    } finally {
      this.isLooking = false;
    }
  }

  awake() {
    this.answering.hurry();
    this.look();
  }

  stop() {
    this.answering.stop();
  }

  agentSaved() {
    if (this.api?.name !== this.agent.name) this.api = new ChatApi(this.agent.name);
    this.showAddress();
    this.refreshSetup();
  }

  async refreshSetup(options) {
    try {
      await this.setup.refresh(options);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { state: "bad" });
    }
  }

  async resetCosts() {
    if (this.bar.isZero || this.session.isNew) return toast(`${this.bar.reset.title}.`);
    await this.api.resetCosts(this.session.id);
    await this.settle();
    return toast("A new period begins at $0. Nothing was deleted: what it cost before stays in the ledger.");
  }

  retry(run) {
    const text = this.messages.get(run.runId);
    if (text) this.send(text);
  }

  // Forgetting the session that is shown leads to a new one.
  async forget(id) {
    await this.api.forgetSession(id);
    if (id === this.session.id) this.startNew();
  }

  answerTool(run, call, body) {
    return this.api.answerTool(run.runId, call.id, body);
  }

  inspect(run) {
    this.showEvents();
    this.inspector.show(run, this.messages.get(run.runId) ?? this.lastSaid);
  }

  showAddress() {
    if (!this.api) return;
    const query = this.session.isNew ? "" : `?session=${encodeURIComponent(this.session.id)}`;
    history.replaceState(history.state, "", this.api.base + query);
  }
}

const newSession = () => ({ id: crypto.randomUUID(), isNew: true, revision: null });
