// Saving as people see it: the button, what it says, and what to do when somebody else saved first.
import { toast } from "../parts/toast.js";
import { RevisionConflict } from "./saved_agent.js";

const byId = (id) => document.getElementById(id);

export class Saving {
  // `load(text, words)` puts another text into the editor, which can be undone; `fetchRevision(number)` fetches one.
  constructor(agent, { load, fetchRevision }) {
    Object.assign(this, { agent, load, fetchRevision, button: byId("save"), revision: byId("revision"), dialog: byId("conflict") });
    this.button.addEventListener("click", () => this.press());
    byId("conflict-mine").addEventListener("click", () => this.resolve(() => this.keep(this.newest)));
    byId("conflict-theirs").addEventListener("click", () => this.resolve(() => this.takeTheirs()));
    agent.addEventListener("saved", () => this.show());
    this.show();
  }

  show() {
    const { agent, button } = this;
    const isSaved = !agent.isDirty;
    this.revision.textContent = agent.revision ? `revision ${agent.revision}` : "not saved";
    button.setAttribute("aria-disabled", String(isSaved));
    button.querySelector("span").textContent = isSaved ? "Saved" : "Save";
    button.title = isSaved ? "There is nothing to save: the text is the newest revision" : agent.name ? "Save as a new revision" : "Save as an agent, with an address of its own";
  }

  async press() {
    if (!this.agent.isDirty) return;
    if (await this.keep()) toast(`Saved as revision ${this.agent.revision}.`);
  }

  // True when the text is saved.
  async keep(expected) {
    this.button.setAttribute("aria-busy", "true");
    try {
      await this.agent.keep(expected);
      return true;
    } catch (error) {
      if (error instanceof RevisionConflict) this.ask(error);
      else toast(`Not saved: ${error.message}`, { state: "bad" });
      return false;
    } finally {
      this.button.removeAttribute("aria-busy");
    }
  }

  ask({ newest }) {
    this.newest = newest;
    byId("conflict-words").textContent = `Revision ${newest} was saved while you edited revision ${this.agent.revision}. Nothing is lost: both stay revisions of this agent.`;
    byId("conflict-mine").textContent = `Save mine as revision ${newest + 1}`;
    byId("conflict-theirs").textContent = `Load revision ${newest}`;
    this.dialog.showModal();
  }

  resolve(answer) {
    this.dialog.close();
    answer().catch((error) => toast(error.message, { state: "bad" }));
  }

  async takeTheirs() {
    const theirs = await this.fetchRevision(this.newest);
    this.agent.adopt({ revision: this.newest, ...theirs });
    this.load(theirs.text, `Loaded revision ${this.newest}.`);
  }
}
