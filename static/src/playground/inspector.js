// Every event of a run in order, with its raw form, what was sent to the model and used by it, and the message as code to paste.
import { element, fill, icon } from "../parts/dom.js";
import { toast } from "../parts/toast.js";
import { counted } from "../parts/words.js";
import { costInWords, tokens } from "./figures.js";
import { snippets } from "./snippets.js";
import { asText } from "./tool_card.js";
import { usageList } from "./usage_list.js";

const FIRST = 250;
const NEWEST = 250;
const MORE = 500;

// Tokens that follow one another become one row, unless each is wanted.
export function rowsOf(events, eachToken) {
  const rows = [];
  for (const event of events) {
    const last = rows.at(-1);
    if (event.type === "token" && !eachToken && last?.type === "token") last.events.push(event);
    else rows.push({ type: event.type, events: [event] });
  }
  return rows;
}

// The rows that are shown: the first ones and the newest, and between them how many are left out.
export function folded(rows, first = FIRST) {
  const left = rows.length - first - NEWEST;
  if (left <= 0) return rows;
  return [...rows.slice(0, first), { type: "fold", left, events: [] }, ...rows.slice(rows.length - NEWEST)];
}

// The number of the model request that an event is about: how many had begun by then.
export const requestOf = (events, { seq }) => events.filter((event) => event.type === "llm_start" && event.seq <= seq).length;

export const ICONS = { llm_start: "send", llm_end: "good", token: "text", tool_start: "tool", tool_end: "tool", tool_error: "error", tool_waiting: "person", done: "good", cancelled: "stop", error: "error" };

export function describe({ type, events }) {
  const [event] = events;
  const words = {
    llm_start: () => `asks ${event.model}`,
    token: () => (events.length > 1 ? counted(events.length, "token") : JSON.stringify(event.token)),
    llm_end: () => `${tokens(event.tokens)} out, ${costInWords(event.cost_summary)} so far`,
    tool_start: () => event.tool,
    tool_end: () => event.tool || event.call_id,
    tool_error: () => `${event.tool || event.call_id}: ${event.error}`,
    tool_waiting: () => `${event.tool} waits`,
    done: () => costInWords(event.cost_summary),
    cancelled: () => event.reason ?? "",
    error: () => event.error,
  }[type];
  return words ? words() : "";
}

export class Inspector {
  // `fetchRequests(runId)` → what was sent to the model; `fetchEvents(runId)` → the events of a run not followed here.
  constructor({ host, title, eachToken, copy }, { fetchRequests, fetchEvents, address }) {
    Object.assign(this, { host, title, eachToken, fetchRequests, fetchEvents, address });
    this.opened = new Set();
    this.first = FIRST;
    eachToken.addEventListener("change", () => this.draw());
    for (const button of copy) button.addEventListener("click", () => this.copy(button.dataset.copy, button.textContent.trim()));
    this.buttons = copy;
    // What came while nobody looked is drawn when somebody does.
    new IntersectionObserver((seen) => seen.at(-1).isIntersecting && this.draw()).observe(host.parentElement);
    this.draw();
  }

  clear() {
    Object.assign(this, { run: null, message: "" });
    this.draw();
  }

  async show(run, message) {
    if (run !== this.run) {
      this.opened.clear();
      this.requests = null;
      this.first = FIRST;
    }
    Object.assign(this, { run, message });
    this.draw();
    if (run.isOver && !run.events.length && !run.isEmptied) await this.read(run);
  }

  async read(run) {
    try {
      run.events = await this.fetchEvents(run.runId);
      run.isEmptied = run.events.length === 0;
    } catch (error) {
      this.failure = error.message;
    }
    if (run === this.run) this.draw();
  }

  // A new event of the run that is shown; once a frame is enough.
  touch(run) {
    if (run !== this.run || this.frame || this.host.closest("[hidden]")) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
  }

  draw() {
    for (const button of this.buttons) button.setAttribute("aria-disabled", String(!this.run));
    this.title.textContent = this.message ?? "";
    if (!this.run) return fill(this.host, element("li", { class: "empty" }, icon("list"), element("p", {}, "Send a message, and each event of its run appears here: requests to the model, tokens, tool calls, costs.")));
    const rows = rowsOf(this.run.events, this.eachToken.checked);
    if (!rows.length && this.run.isOver) {
      const gone = this.run.isEmptied ? "The events of this run are no longer kept. Its text and its costs are." : "Reading the events of this run…";
      return fill(this.host, element("li", { class: "empty" }, element("p", {}, this.failure ?? gone)));
    }
    this.update(rows);
  }

  // Rows that are there already stay, so that an opened one stays open and keeps its focus.
  update(rows) {
    const key = this.eachToken.checked;
    if (this.drawnRun !== this.run || this.drawnKey !== key) fill(this.host);
    Object.assign(this, { drawnRun: this.run, drawnKey: key });
    const shown = folded(rows, this.first);
    const wanted = new Set(shown.map(nameOf));
    const there = new Map();
    for (const item of [...this.host.children]) {
      if (wanted.has(item.dataset.row)) there.set(item.dataset.row, item);
      else item.remove();
    }
    // What stays is in its order already, so nothing is moved, only put between.
    shown.forEach((row, index) => {
      const item = there.get(nameOf(row)) ?? (row.type === "fold" ? this.fold() : this.row(row));
      if (row.type === "fold") item.querySelector("span").textContent = `${counted(row.left, "row")} left out`;
      if (this.host.children[index] !== item) this.host.insertBefore(item, this.host.children[index] ?? null);
    });
  }

  fold() {
    const more = element("button", { class: "button", "data-size": "small", type: "button", click: () => this.showMore() }, `Show ${MORE} more`);
    return element("li", { class: "event-fold", "data-row": "fold" }, element("span", {}), more);
  }

  showMore() {
    const next = this.first;
    this.first += MORE;
    this.draw();
    this.host.children[next].querySelector("summary").focus();
  }

  row(row) {
    const [first] = row.events;
    const last = row.events.at(-1);
    const seq = first === last ? String(first.seq) : `${first.seq}–${last.seq}`;
    const summary = element(
      "summary",
      { class: "event-row" },
      element("span", { class: "event-seq mono" }, seq),
      icon(ICONS[row.type] ?? "list"),
      element("span", { class: "mono" }, row.type),
      element("span", { class: "event-words" }, describe(row)),
    );
    const details = element("details", {}, summary);
    details.addEventListener("toggle", () => this.toggled(details, row));
    if (this.opened.has(first.seq)) details.open = true;
    return element("li", { class: "event", "data-type": row.type, "data-row": nameOf(row) }, details);
  }

  toggled(details, row) {
    const { seq } = row.events[0];
    if (!details.open) return this.opened.delete(seq);
    this.opened.add(seq);
    if (details.childElementCount > 1) return undefined;
    const stored = row.type.startsWith("llm_") ? [element("div", {})] : [];
    details.append(...stored, raw("Raw event", row.events.length === 1 ? row.events[0] : row.events.map(({ token }) => token).join("")));
    if (stored.length) this.showStored(stored[0], row.events[0]);
    return undefined;
  }

  // What the studio keeps of a model request beside its events: what was sent, and its lines of the ledger.
  async showStored(host, event) {
    const { run } = this;
    const number = requestOf(run.events, event);
    try {
      const { requests, entries } = await this.readRequests(run);
      const sent = event.type === "llm_start" && requests[number - 1];
      fill(host, sent ? raw("Sent to the model", sent) : null, ...usageList(entries.filter(({ request }) => request === number), run.isOver));
    } catch (error) {
      fill(host, element("p", { class: "field-error" }, error.message));
    }
  }

  // Kept once nothing more can come.
  async readRequests(run) {
    if (this.requests) return this.requests;
    const { isOver } = run;
    const read = await this.fetchRequests(run.runId);
    if (isOver && run === this.run) this.requests = read;
    return read;
  }

  async copy(language, words) {
    if (!this.run) return;
    const code = snippets({ ...this.address(), message: this.message ?? "" })[language];
    try {
      await navigator.clipboard.writeText(code);
      toast(`Copied as ${words}.`);
    } catch {
      toast("This browser does not let pages copy. Select the text and copy it yourself.", { state: "bad" });
    }
  }
}

// A row of tokens that grew is another row.
const nameOf = ({ type, events }) => (type === "fold" ? "fold" : `${events[0].seq}:${events.length}`);

function raw(title, value) {
  return element("div", { class: "event-raw" }, element("h3", {}, title), element("pre", { tabindex: "0", role: "region", "aria-label": title }, asText(value)));
}
