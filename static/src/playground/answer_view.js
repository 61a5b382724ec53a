// One answer: its text as it grows, its tool calls, and below them what it took. Drawn once a frame at most.
import { element, fill, icon, prose } from "../parts/dom.js";
import { LiveMarkdown } from "../markdown/live_markdown.js";
import { costInWords, isUnused, messageFigures, stopReceipt } from "./figures.js";
import { ToolCard } from "./tool_card.js";

export class AnswerView {
  // `actions`: answerTool(run, call, body), setUpTool(name), retry(run), inspect(run). `onDraw` is told when something new is seen.
  constructor(run, actions, onDraw) {
    Object.assign(this, { run, actions, onDraw });
    this.views = [];
    this.body = element("div", { class: "answer-parts" });
    this.footer = element("div", { class: "answer-footer" });
    this.element = element("article", { class: "message", "data-role": "assistant", "data-run": run.runId, "aria-label": "Answer" }, this.body, this.footer);
    this.draw();
  }

  // The server's times of the tool calls, once they are stored.
  timed(tools) {
    this.run.timed(tools);
    this.touch();
  }

  touch() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      if (this.draw() === false) this.touch();
    });
  }

  // False while something is still to be drawn.
  draw() {
    const { run } = this;
    this.element.dataset.state = run.state;
    if (run.runId) this.element.dataset.run = run.runId;
    const late = run.parts.map((part, index) => this.drawPart(part, index)).includes(false);
    this.drawFooter();
    this.onDraw?.();
    return !late;
  }

  drawPart(part, index) {
    const view = (this.views[index] ??= this.make(part));
    if (part.kind === "tool") view.draw();
    if (part.kind !== "text" || view.isFinished) return true;
    if (!this.run.isOver && index === this.run.parts.length - 1) return view.grow(part.text, performance.now());
    view.finish(part.text);
    view.isFinished = true;
    return true;
  }

  make(part) {
    if (part.kind === "tool") {
      const answer = (call, body) => this.actions.answerTool(this.run, call, body);
      const card = new ToolCard(part.call, { answer, setUp: this.actions.setUpTool });
      this.body.append(card.details);
      return card;
    }
    const host = element("div", { class: "prose" });
    this.body.append(host);
    return new LiveMarkdown(host);
  }

  drawFooter() {
    const { run } = this;
    if (!run.isOver) {
      if (!this.progress) {
        this.progress = element("span", { class: "mono" });
        fill(this.footer, element("span", { class: "pulse", "aria-hidden": "true" }), this.progress);
      }
      this.progress.textContent = [run.doing, run.cost === undefined || run.cost === null ? "" : costInWords({ total_cost: run.cost, estimated: run.estimated })].filter(Boolean).join(" · ");
      return;
    }
    if (this.isClosed) return;
    this.isClosed = true;
    const focused = [...this.footer.querySelectorAll("button")].indexOf(document.activeElement);
    fill(this.footer, ...this.ending());
    this.footer.querySelectorAll("button")[focused]?.focus();
  }

  ending() {
    const { run, actions } = this;
    const { end } = run;
    const parts = [];
    if (end.type === "cancelled") parts.push(element("p", { class: "receipt" }, icon("stop"), element("span", {}, stopReceipt(end))));
    if (end.type === "error") parts.push(element("p", { class: "failure" }, icon("error"), element("span", {}, ...prose(end.error ?? "The run failed."))));
    const figures = end.type === "cancelled" && isUnused(end.cost_summary) ? [] : messageFigures(end);
    const row = element("div", { class: "figures" }, ...figures.map(figure));
    const buttons = element("span", { class: "figure-actions" });
    if (end.type === "error" && actions.retry) buttons.append(small("Retry", () => actions.retry(run), "restart"));
    if (actions.inspect && run.runId) buttons.append(small("Events", () => actions.inspect(run), "list", "Every event of this run"));
    row.append(buttons);
    parts.push(row);
    return parts;
  }
}

function figure({ words, title, mark }) {
  const made = element("span", { class: "figure mono", title, "data-mark": mark }, words);
  made.append(element("span", { class: "visually-hidden" }, ` (${title})`));
  return made;
}

function small(words, click, iconName, title) {
  return element("button", { class: "button", "data-kind": "quiet", "data-size": "small", type: "button", title, click }, icon(iconName), words);
}
