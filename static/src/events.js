// The names of a run's events, once; a test compares them with exporter/kit/events.py.

export const EVENT_NAMES = [
  "llm_start",
  "token",
  "llm_end",
  "tool_start",
  "tool_end",
  "tool_error",
  "tool_waiting",
  "done",
  "cancelled",
  "error",
];

// A run has exactly one of these, and it is the last.
export const LAST_EVENT_NAMES = ["done", "cancelled", "error"];

export const isLast = ({ type }) => LAST_EVENT_NAMES.includes(type);
