// Fixes as changes to the text.
import { toRange } from "./positions.js";

export function changesOf(doc, fix) {
  return fix.edits.map((edit) => ({ ...toRange(doc, edit), insert: edit.text }));
}

// One round of "fix all": every fix that touches no other. What replaces something goes before what only adds: a key
// that is spelt right may be the very one that another fix would add.
export function changesOfAll(doc, fixes) {
  const all = fixes.map((fix) => changesOf(doc, fix));
  const replacing = all.filter((changes) => changes.some(({ from, to }) => to > from));
  const taken = [];
  for (const changes of replacing.length ? replacing : all) {
    const collides = changes.some((change) => taken.some((other) => overlap(change, other)));
    if (!collides) taken.push(...changes);
  }
  return taken.sort((one, other) => one.from - other.from);
}

function overlap(one, other) {
  return one.from <= other.to && other.from <= one.to;
}

// "Fix all" goes in rounds, each on positions that a check has just confirmed, while there is anything left to mend.
export class FixAll {
  constructor(apply) {
    this.apply = apply;
    this.rounds = 0;
  }

  start(doc, diagnostics) {
    this.rounds = 6;
    this.next(doc, diagnostics);
  }

  // To be called with each new answer.
  next(doc, diagnostics) {
    if (this.rounds === 0) return;
    this.rounds -= 1;
    const fixes = diagnostics.map(({ fix }) => fix).filter(Boolean);
    if (fixes.length === 0) this.rounds = 0;
    else this.apply(changesOfAll(doc, fixes));
  }
}
