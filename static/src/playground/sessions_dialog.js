// The sessions of this agent, to go back to or to forget. Forgetting names what it destroys, and what stays.
import { element, fill, icon } from "../parts/dom.js";
import { counted } from "../parts/words.js";
import { timeAgo } from "./figures.js";

export class SessionsDialog {
  // `list()` → sessions, `open(id)`, `forget(id)`; `current()` names the one that is shown.
  constructor(dialog, { list, open, forget, current }) {
    Object.assign(this, { dialog, list, open, forget, current });
    this.host = dialog.querySelector(".session-list");
  }

  async show() {
    fill(this.host, element("li", { class: "skeleton" }), element("li", { class: "skeleton" }));
    if (!this.dialog.open) this.dialog.showModal();
    try {
      this.sessions = await this.list();
    } catch (error) {
      fill(this.host, element("li", { class: "empty" }, icon("error"), element("p", {}, error.message)));
      return;
    }
    this.draw();
  }

  draw() {
    const rows = this.sessions.map((session) => this.row(session));
    const words = "Each conversation with this agent is kept here. Send a message, and the first is in this list.";
    fill(this.host, ...(rows.length ? rows : [element("li", { class: "empty" }, element("p", {}, words))]));
  }

  row(session) {
    const { id, title, messages, updated_at: at, revision, running } = session;
    const isCurrent = id === this.current();
    const open = {
      class: "session-open",
      type: "button",
      "aria-current": isCurrent ? "true" : null,
      click: () => {
        this.dialog.close();
        this.open(id);
      },
    };
    const facts = [counted(messages, "message"), revision ? `revision ${revision}` : "", timeAgo(at)].filter(Boolean).join(" · ");
    const name = element("span", { class: "session-title" }, title || (running ? "New session" : "Without a title"));
    const about = element("span", { class: "session-facts", title: new Date(at).toLocaleString() }, facts);
    const badges = [running ? element("span", { class: "badge", "data-state": "good" }, "answering") : null, isCurrent ? element("span", { class: "badge" }, "shown") : null];
    const forget = element("button", { class: "button", "data-kind": "quiet", "data-size": "small", type: "button", "aria-label": `Forget ${title || "this session"}` }, "Forget");
    const row = element("li", { class: "session-row" }, element("button", open, name, about), ...badges, forget);
    forget.addEventListener("click", () => this.ask(row, session));
    return row;
  }

  kept(session) {
    this.draw();
    const row = this.host.children[this.sessions.indexOf(session)];
    [...row.querySelectorAll("button")].at(-1).focus();
  }

  ask(row, session) {
    const sure = element("button", { class: "button", "data-kind": "danger", "data-size": "small", type: "button" }, `Delete ${counted(session.messages, "message")}`);
    const keep = element("button", { class: "button", "data-size": "small", type: "button", click: () => this.kept(session) }, "Keep");
    const words = element("p", {}, `${session.title ? `“${session.title}”: its` : "Its"} ${counted(session.messages, "message")} will be deleted and cannot be brought back. What it cost stays in the ledger.`);
    sure.addEventListener("click", async () => {
      sure.setAttribute("aria-busy", "true");
      try {
        await this.forget(session.id);
        this.sessions = this.sessions.filter((other) => other !== session);
        this.draw();
        (this.host.querySelector("button") ?? this.dialog.querySelector("button")).focus();
      } catch (error) {
        words.textContent = error.message;
        sure.removeAttribute("aria-busy");
      }
    });
    fill(row, words, element("div", { class: "button-row" }, sure, keep));
    row.dataset.asks = "";
    keep.focus();
  }
}
