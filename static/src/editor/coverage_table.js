// What becomes of each path of the manifest.
import { element, fill, icon, prose } from "../parts/dom.js";

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
  const sorted = withoutEchoes(entries).sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status));
  fill(rows, ...sorted.map(row));
}

// A path with the fate of the mapping it is in, and nothing to add, is told by that mapping.
export function withoutEchoes(entries) {
  const fates = new Map(entries.map(({ path, status }) => [path, status]));
  const isEcho = ({ path, status, note }) => {
    const parent = path.slice(0, path.lastIndexOf("/"));
    return parent.split("/").length > 2 && fates.get(parent) === status && (!note || status !== "honoured");
  };
  return entries.filter((entry) => !isEcho(entry));
}

function row({ path, status, note }) {
  const { words, state, icon: name } = STATES[status];
  const place = element("td", {}, element("code", {}, path || "/"));
  if (note) place.append(element("span", { class: "coverage-note" }, ...prose(note)));
  return element("tr", {}, place, element("td", {}, element("span", { class: "badge", "data-state": state }, icon(name), words)));
}
