// Where in a YAML text a position is: the path to it, and what stands beside it. Works by indentation, because the
// line being typed is seldom valid yet. Flow style and JSON have no answer here (null).

const LINE = /^(\s*)((?:-\s+)*)(?:(?:"([^"]*)"|'([^']*)'|([^\s#"'[\]{},&*!|>%@`-][^:#]*?|-[^\s:#][^:#]*?))\s*:(?:\s+(.*))?)?$/;

// One line: the column of its key, the columns of its dashes, its key and the text after the colon.
export function readLine(text) {
  const found = LINE.exec(text.trimEnd() + (text.endsWith(":") ? " " : ""));
  if (!found) return null;
  const [, indent, dashes, double, single, plain, value] = found;
  const dashColumns = [...dashes].flatMap((character, index) => (character === "-" ? [indent.length + index] : []));
  const key = double ?? single ?? plain;
  if (key === undefined && dashColumns.length === 0) return null;
  return { column: indent.length + dashes.length, dashColumns, key, value: (value ?? "").replace(/(^|\s)#.*$/, "").trim() };
}

// → { path, kind: "key" | "value", key, typed, from, siblings } for the end of `before` in line `index`, or null.
export function describePosition(lines, index, before) {
  const keyMatch = /^(\s*(?:-\s+)*)([\w.$-]*)$/.exec(before);
  const valueMatch = /^(\s*(?:-\s+)*)(?:"([^"]*)"|'([^']*)'|([\w.$/-]+)):\s+["']?([^"'#]*)$/.exec(before);
  if (keyMatch) {
    const place = walkUp(lines, index, keyMatch[1]);
    return place && { ...place, kind: "key", typed: keyMatch[2], from: keyMatch[1].length };
  }
  if (valueMatch) {
    const [, prefix, double, single, plain, typed] = valueMatch;
    const place = walkUp(lines, index, prefix);
    if (!place) return null;
    const key = double ?? single ?? plain;
    return { ...place, path: [...place.path, key], kind: "value", key, typed, from: before.length - typed.length };
  }
  return null;
}

function walkUp(lines, index, prefix) {
  const path = [];
  const siblings = new Map();
  const dashes = [...prefix].flatMap((character, column) => (character === "-" ? [column] : []));
  let column = prefix.length;
  let own = true; // Still beside the position, not above it.
  let isItem = false; // `column` is that of a dash: its key may stand at the same column.

  const leaveItem = (dashColumn, from) => {
    path.unshift(countItems(lines, from, dashColumn));
    column = dashColumn;
    isItem = true;
    own = false;
  };
  collectBelow(lines, index, column, siblings);
  for (const dash of dashes.reverse()) leaveItem(dash, index);

  for (let above = index - 1; above >= 0; above--) {
    if (/^(---|\.\.\.)(\s|$)/.test(lines[above])) break;
    if (/^\s*(#|$)/.test(lines[above])) continue;
    const line = readLine(lines[above]);
    if (!line) continue;
    if (line.key !== undefined && line.column === column && !isItem) {
      if (own) siblings.set(line.key, line.value);
      if (line.dashColumns.length) for (const dash of [...line.dashColumns].reverse()) leaveItem(dash, above);
      continue;
    }
    const isParent = line.column < column || (isItem && line.column === column && line.dashColumns.length === 0);
    if (line.key === undefined || !isParent) continue;
    if (/^[|>]/.test(line.value)) return null; // Inside a block of text.
    if (line.value && !/^[&!]/.test(line.value)) return null;
    path.unshift(line.key);
    column = line.column;
    isItem = false;
    own = false;
    for (const dash of [...line.dashColumns].reverse()) leaveItem(dash, above);
  }
  return { path, siblings };
}

function collectBelow(lines, index, column, siblings) {
  for (let below = index + 1; below < lines.length; below++) {
    if (/^\s*(#|$)/.test(lines[below])) continue;
    if (lines[below].search(/\S/) < column) return;
    const line = readLine(lines[below]);
    if (line?.key !== undefined && line.column === column && line.dashColumns.length === 0) siblings.set(line.key, line.value);
  }
}

function countItems(lines, index, dashColumn) {
  let count = 0;
  for (let above = index - 1; above >= 0; above--) {
    if (/^\s*(#|$)/.test(lines[above])) continue;
    const indent = lines[above].search(/\S/);
    if (indent < dashColumn) break;
    if (indent === dashColumn && lines[above][indent] !== "-") break;
    if (indent === dashColumn) count++;
  }
  return count;
}
