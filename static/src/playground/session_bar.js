// What the session has cost, in its period and in all; what is left under the agent's limits; the ways to another session.
import { element, fill } from "../parts/dom.js";
import { LIMITS, costInWords, costTitle, isUnused, limitInWords, markOf, timeAgo, tokens } from "./figures.js";
import { withRun } from "./session_facts.js";

const TELL_EVERY = 30_000;

export class SessionBar {
  constructor({ cost, count, since, total, limits, reset }) {
    Object.assign(this, { cost, count, since, total, limits, reset });
    setInterval(() => this.tellSince(), TELL_EVERY);
  }

  // Another session: nothing is known of it yet.
  clear() {
    Object.assign(this, { period: null, all: null, resetAt: null });
    this.draw();
  }

  // What the demo model says is not counted here, and the bar says so.
  showModel(isDemo) {
    this.isDemo = isDemo;
    this.draw();
  }

  showPeriod(summary) {
    this.period = summary;
    this.draw();
  }

  isAt(summary) {
    return JSON.stringify(summary) === JSON.stringify(this.period);
  }

  // Of all the session's periods; `resetAt` is null where this is its first one.
  showTotal({ total, reset_at: resetAt }) {
    Object.assign(this, { all: total, resetAt });
    this.draw();
  }

  // The same with those figures of the run that is going on.
  showRun(run) {
    this.draw(run);
  }

  draw(run) {
    const added = (summary) => (run ? withRun(summary, run) : summary);
    this.drawPeriod(added(this.period));
    this.drawTotal(added(this.all));
  }

  drawPeriod(summary) {
    const nothing = isUnused(summary);
    this.cost.textContent = nothing ? "$0" : costInWords(summary);
    this.cost.dataset.mark = nothing ? "" : markOf(summary);
    this.cost.title = nothing ? "Nothing was bought in this period" : costTitle(summary);
    this.count.textContent = nothing && this.isDemo ? "demo, costs nothing" : tokens(nothing ? 0 : summary.total_tokens);
    this.reset.setAttribute("aria-disabled", String(nothing));
    this.reset.title = nothing
      ? "There is nothing to reset: this period has cost nothing yet"
      : "Starts a new period at $0. Nothing is deleted: the entries stay in the ledger";
    this.isZero = nothing;
  }

  // Without a reset the period is all there was.
  drawTotal(summary) {
    this.since.hidden = !this.resetAt;
    this.total.hidden = !this.resetAt || isUnused(summary);
    if (this.since.hidden) return;
    this.tellSince();
    if (this.total.hidden) return;
    const [cost, count] = this.total.children;
    cost.textContent = costInWords(summary);
    cost.dataset.mark = markOf(summary);
    cost.title = costTitle(summary);
    count.textContent = tokens(summary.total_tokens);
  }

  tellSince() {
    if (!this.resetAt) return;
    const time = this.since.querySelector("time");
    time.textContent = timeAgo(this.resetAt);
    time.dateTime = this.resetAt;
    time.title = `This period runs since ${new Date(this.resetAt).toLocaleString()}`;
  }

  showLimits(limits) {
    const shown = limits.filter((limit) => limitInWords(limit) !== "");
    this.limits.hidden = shown.length === 0;
    fill(this.limits, ...shown.map(limitLine));
  }
}

function limitLine(limit) {
  const { of, most, used, counted } = limit;
  const isMeasured = counted && most !== null && used !== null;
  const isSpent = isMeasured && Number(used) >= Number(most);
  const words = element("span", { class: "mono" }, limitInWords(limit));
  // The browser colours it amber from `low` on, red from `high` on.
  const meter = isMeasured ? element("meter", { min: 0, max: most, low: 0.8 * most, high: 0.99 * most, optimum: 0, value: Math.min(used, most) }) : null;
  return element("label", { class: "limit", title: LIMITS[of].title, "data-of": of, "data-spent": isSpent }, words, meter);
}
