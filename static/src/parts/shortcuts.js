// The page's keyboard shortcuts, and the dialog that lists them under "?".
import { element, fill } from "./dom.js";

export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

// "Mod-Enter" → ["Ctrl", "Enter"], or with the signs a Mac's keyboard shows.
export function keyNames(shortcut, mac = isMac) {
  const signs = { ArrowUp: "↑", ...(mac ? { Mod: "⌘", Enter: "⏎", Shift: "⇧" } : { Mod: "Ctrl" }) };
  return shortcut.split("-").map((key) => signs[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}

export function matches(shortcut, event, mac = isMac) {
  const parts = shortcut.split("-");
  const key = parts.pop();
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  if (other || event.altKey || mod !== parts.includes("Mod")) return false;
  if (key !== "?" && event.shiftKey !== parts.includes("Shift")) return false;
  return event.key === key || event.key.toLowerCase() === key.toLowerCase();
}

function isTyping(target) {
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

// Captured, so that the editor's own bindings for the same keys do not come first.
export function startShortcuts(shortcuts) {
  const listen = (event) => {
    const found = shortcuts.find(({ keys }) => matches(keys, event));
    if (!found || (found.keys === "?" && isTyping(event.target))) return;
    event.preventDefault();
    event.stopPropagation();
    found.run();
  };
  window.addEventListener("keydown", listen, { capture: true });
}

export function showShortcuts(dialog, shortcuts) {
  const rows = shortcuts.flatMap(({ keys, does }) => [
    element("dt", {}, ...keyNames(keys).map((key) => element("kbd", {}, key))),
    element("dd", {}, does),
  ]);
  fill(dialog.querySelector(".shortcut-list"), ...rows);
  if (!dialog.open) dialog.showModal();
}
