// Fixes as changes to the text.
import { toRange } from "./positions.js";

export function changesOf(doc, fix) {
  return fix.edits.map((edit) => ({ ...toRange(doc, edit), insert: edit.text }));
}

// Every fix that touches no other: the rest wait for the next check, with positions that are true again.
export function changesOfAll(doc, fixes) {
  const taken = [];
  for (const fix of fixes) {
    const changes = changesOf(doc, fix);
    const collides = changes.some((change) => taken.some((other) => overlap(change, other)));
    if (!collides) taken.push(...changes);
  }
  return taken.sort((one, other) => one.from - other.from);
}

function overlap(one, other) {
  return one.from <= other.to && other.from <= one.to;
}
