// The text between visits. Each tab goes on with its own; a new tab starts from what was typed last anywhere.
import { forget, recall, remember } from "../parts/memory.js";

export function recallDraft() {
  const draft = recall("draft", sessionStorage) ?? recall("draft");
  return typeof draft?.text === "string" ? { options: {}, document: null, ...draft } : null;
}

export function keepDraft(draft) {
  remember("draft", draft, sessionStorage);
  return remember("draft", draft);
}

export function forgetDraft() {
  forget("draft", sessionStorage);
  forget("draft");
}
