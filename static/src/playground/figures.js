// Money, tokens and times as people read them, with the marks that say how sure they are.
import { counted } from "../parts/words.js";

// "$0.0031", "≈ $0.0031" when estimated, "no price" when unknown, "demo" when nothing was bought.
export function costInWords(summary) {
  if (!summary) return "";
  if (summary.demo) return "demo";
  if (summary.total_cost === null || summary.total_cost === undefined || summary.priced === false) return "no price";
  return `${summary.estimated ? "≈ " : ""}${dollars(summary.total_cost)}`;
}

export function dollars(amount) {
  const value = Number(amount);
  if (value === 0) return "$0";
  if (Math.abs(value) >= 1) return `$${value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  if (Math.abs(value) >= 0.001) return `$${value.toFixed(4)}`;
  const digits = Math.min(12, 1 - Math.floor(Math.log10(Math.abs(value))));
  return `$${value.toFixed(digits)}`;
}

export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 0.95) return `${Math.round(milliseconds)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export const tokens = (count) => counted(count, "token");

const STEPS = [
  [60, 1, "second"],
  [3600, 60, "minute"],
  [86_400, 3600, "hour"],
  [Infinity, 86_400, "day"],
];

export function timeAgo(iso, now = Date.now()) {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  if (seconds < 10) return "just now";
  const [, size, noun] = STEPS.find(([limit]) => seconds < limit);
  return `${counted(Math.floor(seconds / size), noun)} ago`;
}

// What a message cost, in parts that stand beside each other below it.
export function messageFigures({ cost_summary: summary, ms_to_first_token: first, ms }) {
  const parts = [];
  if (first !== undefined && first !== null) parts.push({ words: `first token ${duration(first)}`, title: "Time to the first token" });
  if (ms !== undefined && ms !== null) parts.push({ words: duration(ms), title: "Time to the last token" });
  if (!summary) return parts;
  const title = [
    `${tokens(summary.prompt_tokens)} in`,
    summary.cached_tokens ? `of them ${counted(summary.cached_tokens, "token")} read from a cache` : "",
    `${tokens(summary.completion_tokens)} out`,
    summary.reasoning_tokens ? `of them ${summary.reasoning_tokens.toLocaleString("en")} for reasoning` : "",
  ];
  const figures = `${summary.prompt_tokens.toLocaleString("en")} in, ${summary.completion_tokens.toLocaleString("en")} out`;
  parts.push({ words: figures, title: title.filter(Boolean).join(", ") });
  if (summary.cached_tokens) parts.push({ words: `${summary.cached_tokens.toLocaleString("en")} cached`, title: "Read from the provider's cache, at its lower price" });
  parts.push({ words: costInWords(summary), title: costTitle(summary), mark: markOf(summary) });
  return parts;
}

export function markOf(summary) {
  if (summary.demo) return "demo";
  if (summary.priced === false || summary.total_cost === null) return "unpriced";
  return summary.estimated ? "estimated" : "reported";
}

export function costTitle(summary) {
  return {
    demo: "The demo model: costs nothing, and is never mixed with real money",
    unpriced: `No price is known for ${summary.model || "this chat model"}`,
    estimated: "Estimated: the provider has not reported yet, or did not",
    reported: "From what the provider reported",
  }[markOf(summary)];
}

// Stopped before the model was asked, or before it could be billed for anything.
export const isUnused = (summary) => !summary?.total_tokens;

// "Done, 212 tokens, $0.0031", for those who listen.
export function spoken(summary) {
  if (!summary) return "";
  if (isUnused(summary)) return "nothing was used";
  const cost = summary.demo ? "demo, costs nothing" : costInWords(summary).replace("≈ ", "about ");
  return `${tokens(summary.total_tokens)}, ${cost}`;
}

// What a `cancelled` event says, and nothing that it does not.
export function stopReceipt({ cost_summary: summary, ms, reason }) {
  const why = {
    abandoned: "nobody watched this run any more, so it was stopped",
    replaced: "stopped for the next message",
  }[reason] ?? "stopped";
  const parts = [ms === undefined || ms === null ? why : `${why} after ${duration(ms)}`, ...usedUntilStop(summary)];
  const sentence = parts.join(" · ");
  return sentence[0].toUpperCase() + sentence.slice(1);
}

function usedUntilStop(summary) {
  if (isUnused(summary)) return ["nothing was used"];
  const used = tokens(summary.total_tokens);
  if (summary.demo) return [used, "demo, costs nothing"];
  return [used, summary.total_cost === null ? "no price" : `about ${dollars(summary.total_cost)}`, "connection to the provider closed"];
}

// What is left under one of an agent's limits, and that its alert is passed; nothing where there is nothing to say.
export function limitInWords({ of, unit, most, used, alert, counted: isCounted = true }) {
  const amount = (value) => (unit === "money" ? dollars(value) : Number(value).toLocaleString("en"));
  const noun = unit === "money" ? "" : " tokens";
  const parts = [];
  if (!isCounted) parts.push(`${amount(most ?? alert)} is not watched: no price is known for this chat model`);
  else if (of === "request") parts.push(`at most ${amount(most)}${noun}`);
  else if (most !== null) parts.push(`${amount(Math.max(0, most - used))} of ${amount(most)}${noun} left`);
  if (isCounted && alert && Number(used) >= Number(alert)) parts.push(`past the alert at ${amount(alert)}`);
  return parts.length ? `${LIMITS[of].name}: ${parts.join(" · ")}` : "";
}

// Which requests a limit counts.
export const LIMITS = {
  period: { name: "Budget", title: "Of all sessions of this agent, each since its last reset" },
  day: { name: "Today", title: "Of all sessions of this agent in this day (UTC), whatever was reset" },
  request: { name: "A request", title: "Of each request to the model, in and out together" },
};
