// The text between visits. Each tab goes on with its own; a new tab starts from what was typed last anywhere.
import { forget, recall, remember } from "../parts/memory.js";

export class Draft {
  // The example's draft has no agent; each agent's is kept under its name.
  constructor(agent = null) {
    this.agent = agent;
  }

  get key() {
    return this.agent ? `draft.${this.agent}` : "draft";
  }

  recall() {
    const draft = recall(this.key, sessionStorage) ?? recall(this.key);
    return typeof draft?.text === "string" ? { options: {}, document: null, ...draft } : null;
  }

  keep(draft) {
    remember(this.key, draft, sessionStorage);
    return remember(this.key, draft);
  }

  forget() {
    forget(this.key, sessionStorage);
    forget(this.key);
  }

  // The text got an agent: it is kept under that, and the example is the example again.
  moveTo(agent) {
    this.forget();
    this.agent = agent;
  }
}
