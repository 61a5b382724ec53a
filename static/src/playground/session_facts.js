// What a session and its runs say of themselves, in the forms that the playground compares, adds up and tells.
import { spoken } from "./figures.js";

// Two sessions with the same signature look the same.
export const signature = ({ messages, running }) => JSON.stringify([running, messages.map(({ role, run_id: run, state }) => [role, run, state])]);

// The period's figures with those of the run that is going on.
export function withRun(base, { tokens, cost }) {
  const before = base ?? { total_tokens: 0, total_cost: 0 };
  const total = cost === null || before.total_cost === null ? null : before.total_cost + cost;
  return { ...before, total_tokens: before.total_tokens + tokens, total_cost: total, priced: total !== null, estimated: true };
}

export function ending({ type, error, cost_summary: summary }) {
  if (type === "error") return `Failed: ${error}`;
  return `${type === "cancelled" ? "Stopped" : "Done"}, ${spoken(summary)}`;
}
