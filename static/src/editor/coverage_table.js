// What becomes of each path of the manifest, grouped: what is not supported first, as that is what one has to know.
import { element, fill, icon, prose } from "../parts/dom.js";

const FATES = [
  { status: "unsupported", words: "Not supported here", icon: "warning" },
  { status: "metadata", words: "Kept as metadata", icon: "hint" },
  { status: "honoured", words: "Honoured", icon: "good" },
];

export function showCoverage({ list, summary, count }, entries) {
  const told = withoutEchoes(entries);
  const lost = entries.filter(({ status }) => status === "unsupported").length;
  count.textContent = String(entries.length);
  summary.textContent = entries.length ? inWords(entries.length, lost) : "Appears when the manifest has no errors.";
  fill(list, ...FATES.flatMap((fate) => group(fate, told.filter(({ status }) => status === fate.status))));
}

function inWords(all, lost) {
  const told = `Every one of the ${all} paths of this manifest is accounted for`;
  return lost ? `${told}; ${lost} ${lost === 1 ? "has" : "have"} no effect in the project.` : `${told}, and none is lost.`;
}

function group({ words, icon: name }, entries) {
  if (!entries.length) return [];
  const heading = element("h3", { class: "coverage-heading" }, icon(name), words);
  return [heading, element("ul", { class: "coverage-list" }, ...entries.map(item))];
}

function item({ path, note }) {
  return element("li", {}, element("code", {}, path || "/"), note ? element("span", { class: "coverage-note" }, ...prose(note)) : null);
}

// A path with the fate of the mapping it is in, and nothing to add, is told by that mapping.
export function withoutEchoes(entries) {
  const fates = new Map(entries.map(({ path, status }) => [path, status]));
  const isEcho = ({ path, status, note }) => {
    const parent = path.slice(0, path.lastIndexOf("/"));
    return parent !== "" && parent !== "/spec" && fates.get(parent) === status && (!note || status !== "honoured");
  };
  return entries.filter((entry) => !isEcho(entry));
}
