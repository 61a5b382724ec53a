// The conversation as it is seen. The view follows the end until the reader scrolls up; then a button offers the new text.
import { element, fill } from "../parts/dom.js";
import { AnswerView } from "./answer_view.js";
import { timeAgo } from "./figures.js";

const TELL_EVERY = 20_000;
const NEAR = 40; // So far from the end still counts as reading along.

export class Conversation {
  // `scroller` scrolls, `list` holds the messages, `empty` is shown while there are none, `newText` leads to the end.
  constructor({ scroller, list, empty, newText }, actions) {
    Object.assign(this, { scroller, list, empty, newText, actions });
    this.answers = [];
    this.follows = true;
    scroller.addEventListener("scroll", () => this.look(), { passive: true });
    newText.addEventListener("click", () => this.goToEnd());
    setInterval(() => this.tellTimes(), TELL_EVERY);
    new ResizeObserver(() => this.follows && this.scrollToEnd()).observe(scroller);
  }

  clear() {
    this.answers = [];
    fill(this.list);
    this.follows = true;
    this.newText.hidden = true;
    this.showEmpty();
  }

  addPerson(text, at = new Date().toISOString()) {
    const time = element("time", { class: "message-time", datetime: at, title: new Date(at).toLocaleString() }, timeAgo(at));
    this.add(element("article", { class: "message", "data-role": "user", "aria-label": "Your message" }, element("p", { class: "said" }, text), time));
    this.goToEnd();
  }

  tellTimes() {
    for (const time of this.list.querySelectorAll("time")) time.textContent = timeAgo(time.dateTime);
  }

  addAnswer(run) {
    const view = new AnswerView(run, this.actions, () => this.drawn());
    this.answers.push(view);
    this.add(view.element);
    this.drawn();
    return view;
  }

  timed({ run_id: runId, tools }) {
    this.answers.find(({ run }) => run.runId === runId)?.timed(tools);
  }

  addNote(text) {
    this.add(element("p", { class: "note" }, text));
    this.drawn();
  }

  // What was shown too early: a message that the server did not take, with its answer.
  removeLast(count) {
    for (let left = count; left > 0; left -= 1) this.list.lastElementChild?.remove();
    this.showEmpty();
  }

  add(node) {
    this.list.append(node);
    this.showEmpty();
  }

  showEmpty() {
    this.empty.hidden = this.list.childElementCount > 0;
  }

  setBusy(isBusy) {
    this.scroller.setAttribute("aria-busy", String(isBusy));
  }

  // Something new is there to see.
  drawn() {
    if (this.follows) this.scrollToEnd();
    else this.newText.hidden = this.isNearEnd;
  }

  get isNearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  look() {
    this.follows = this.isNearEnd;
    if (this.follows) this.newText.hidden = true;
  }

  goToEnd() {
    this.follows = true;
    this.newText.hidden = true;
    this.scrollToEnd();
  }

  scrollToEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }
}
