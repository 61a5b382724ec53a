// The server's diagnostics as CodeMirror's marks.
import { toRange } from "./positions.js";

export function marksOf(doc, diagnostics, applyFix) {
  return diagnostics.map((diagnostic) => {
    const { from, to } = toRange(doc, diagnostic);
    const endOfLine = doc.lineAt(from).to;
    return {
      from,
      // A mark over many lines hides more than it shows: the first line is enough to find the place.
      to: Math.min(to, Math.max(from, endOfLine)),
      severity: diagnostic.severity,
      message: diagnostic.message,
      source: diagnostic.rule,
      actions: diagnostic.fix ? [{ name: diagnostic.fix.title, apply: () => applyFix(diagnostic.fix) }] : [],
    };
  });
}

// The diagnostic after the caret, around the end to the first one.
export function nextAfter(doc, diagnostics, caret, backwards = false) {
  const placed = diagnostics.map((diagnostic) => ({ diagnostic, from: toRange(doc, diagnostic).from }));
  placed.sort((one, other) => one.from - other.from);
  if (backwards) return (placed.findLast(({ from }) => from < caret) ?? placed.at(-1))?.diagnostic;
  return (placed.find(({ from }) => from > caret) ?? placed[0])?.diagnostic;
}

