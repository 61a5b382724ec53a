// What one model request used and cost, as the ledger has it.
import { element } from "../parts/dom.js";
import { dollars } from "./figures.js";

const STATES = {
  reported: "reported by the provider",
  estimated: "estimated: the provider did not say",
  corrected: "corrected: the difference, after a price was set",
};

// The entry's lines as pairs of a name and what is told of it; unknown is never 0.
export function usageLines(entry) {
  const { state, demo, model, price, price_date: day, unit_prices: units } = entry;
  const count = (of, noun) => (of ? `, ${of.toLocaleString("en")} ${noun}` : "");
  const lines = [
    ["Figures", demo ? "of the demo model, which costs nothing" : STATES[state] ?? state],
    ["Model", model],
    ["In", `${entry.prompt_tokens.toLocaleString("en")} tokens${count(entry.cached_tokens, "of them from a cache")}`],
    ["Out", `${entry.completion_tokens.toLocaleString("en")} tokens${count(entry.reasoning_tokens, "of them for reasoning")}`],
    ["Cost", demo ? "demo" : entry.cost === null ? "no price" : dollars(entry.cost)],
    ["Price", [units, price, day].filter(Boolean).join(" · ")],
  ];
  return lines.filter(([, told]) => told);
}

export function usageList(entries, isOver) {
  const title = element("h3", {}, "Usage");
  if (!entries.length) {
    const words = isOver ? "Nothing was entered in the ledger: the request used nothing." : "It is entered in the ledger when the request ends.";
    return [element("div", { class: "event-raw" }, title, element("p", {}, words))];
  }
  const lists = entries.map((entry) => element("dl", { class: "tool-values" }, ...usageLines(entry).flatMap(([name, told]) => [element("dt", {}, name), element("dd", {}, told)])));
  return [element("div", { class: "event-raw" }, title, ...lists)];
}
