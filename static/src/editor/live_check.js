// Asks the server about the text as it changes: a pause first, one question at a time, and only the newest counts.

const RETRY = 3000;

export class LiveCheck extends EventTarget {
  // `ask(question, signal)` → answer. `texts` holds the files' contents by digest, so that each travels once.
  constructor(ask, { delay = 150, retry = RETRY } = {}) {
    super();
    this.ask = ask;
    this.delay = delay;
    this.retry = retry;
    this.texts = new Map();
    this.timer = undefined;
    this.flight = null;
  }

  schedule(question, delay = this.delay) {
    clearTimeout(this.timer);
    this.question = question;
    this.flight?.abort();
    this.dispatchEvent(new Event("pending"));
    this.timer = setTimeout(() => this.run(), delay);
  }

  async run() {
    const question = this.question;
    const flight = new AbortController();
    this.flight = flight;
    try {
      const answer = await this.ask({ ...question, known: [...this.texts.keys()] }, flight.signal);
      if (!flight.signal.aborted) this.settle(question, answer);
    } catch (error) {
      if (flight.signal.aborted) return;
      this.dispatchEvent(new CustomEvent("failed", { detail: error }));
      if (error.code === "unreachable") this.timer = setTimeout(() => this.run(), this.retry);
    }
  }

  settle(question, answer) {
    this.keepTexts(answer.files);
    this.dispatchEvent(new CustomEvent("answer", { detail: { question, answer } }));
  }

  // Only what the newest zip holds is kept.
  keepTexts(files) {
    if (!files.length) return;
    const newest = new Map(files.map(({ digest, text }) => [digest, text ?? this.texts.get(digest)]));
    this.texts = newest;
  }
}
