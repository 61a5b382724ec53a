// Markdown that grows: only its last block is made anew, and the larger that is, the less often.
import { buildBlocks } from "./build.js";
import { lastBlockStart, parseMarkdown } from "./parse.js";

const REFERENCE = /^ {0,3}\[[^\]\n]+\]:/m;
const CHARACTERS_PER_MILLISECOND = 200; // A block of 20,000 characters is drawn ten times a second.

export class LiveMarkdown {
  constructor(host) {
    this.host = host;
    this.settled = 0;
    this.seen = 0;
    this.tail = [];
    this.drawn = -Infinity;
  }

  // Draws what `text` has grown by; false when it is too early for that.
  grow(text, now) {
    if (text.length === this.seen) return true;
    if (now - this.drawn < (text.length - this.settled) / CHARACTERS_PER_MILLISECOND) return false;
    const rest = text.slice(this.settled);
    const tokens = parseMarkdown(rest);
    const start = lastBlockStart(rest, tokens);
    const settled = start > 0 ? buildBlocks(parseMarkdown(rest.slice(0, start))) : null;
    const last = start > 0 ? parseMarkdown(rest.slice(start)) : tokens;
    this.replaceTail(settled, buildBlocks(last, { painted: false }));
    this.settled += start;
    this.seen = text.length;
    this.drawn = now;
    return true;
  }

  // The whole once more where a reference at its end made links of what stood before.
  finish(text) {
    if (REFERENCE.test(text)) {
      this.settled = 0;
      this.tail = [...this.host.childNodes];
    }
    this.replaceTail(null, buildBlocks(parseMarkdown(text.slice(this.settled))));
    this.seen = text.length;
  }

  replaceTail(settled, last) {
    for (const node of this.tail) node.remove();
    if (settled) this.host.append(settled);
    this.tail = [...last.childNodes];
    this.host.append(last);
  }
}
