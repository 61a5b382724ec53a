// The server's positions (1-based lines, columns in characters) as offsets into CodeMirror's text, which counts UTF-16.

export function columnToOffset(lineText, column) {
  let offset = 0;
  for (const character of lineText) {
    if (--column < 1) break;
    offset += character.length;
  }
  return offset;
}

// `doc` is CodeMirror's Text. Positions past the end are pulled in: the text may have changed since it was checked.
export function toOffset(doc, line, column) {
  if (line < 1) return 0;
  if (line > doc.lines) return doc.length;
  const { from, text } = doc.line(line);
  return from + columnToOffset(text, column);
}

export function toRange(doc, place) {
  const from = toOffset(doc, place.line, place.column);
  return { from, to: Math.max(from, toOffset(doc, place.end_line, place.end_column)) };
}
