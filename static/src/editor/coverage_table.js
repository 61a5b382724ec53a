// What becomes of each path of the manifest.
import { element, fill, icon } from "../parts/dom.js";

const STATES = {
  honoured: { words: "honoured", state: "good", icon: "good" },
  metadata: { words: "kept as metadata", state: "", icon: "hint" },
  unsupported: { words: "not supported", state: "warn", icon: "warning" },
};

export function showCoverage({ rows, summary, count }, entries) {
  const of = (wanted) => entries.filter(({ status }) => status === wanted).length;
  count.textContent = String(entries.length);
  const parts = Object.entries(STATES).map(([status, { words }]) => `${of(status)} ${words}`);
  summary.textContent = entries.length ? `${parts.join(", ")}.` : "Appears when the manifest has no errors.";
  // What is not supported comes first: it is what one has to know.
  const order = ["unsupported", "metadata", "honoured"];
  const sorted = [...entries].sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status));
  fill(rows, ...sorted.map(row));
}

function row({ path, status, note }) {
  const { words, state, icon: name } = STATES[status];
  const place = element("td", {}, element("code", {}, path || "/"));
  if (note) place.append(element("span", { class: "coverage-note" }, note));
  return element("tr", {}, place, element("td", {}, element("span", { class: "badge", "data-state": state }, icon(name), words)));
}
