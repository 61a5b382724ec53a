// What this browser remembers. A full or forbidden storage costs the memory, never the work.

const PREFIX = "ossa-studio.";

export function remember(name, value, storage = localStorage) {
  try {
    storage.setItem(PREFIX + name, JSON.stringify(value));
    return true;
  } catch (error) {
    console.info(`Not remembered: ${error.name}`);
    return false;
  }
}

export function recall(name, storage = localStorage) {
  const text = storage.getItem(PREFIX + name);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    storage.removeItem(PREFIX + name); // Not ours any more, or written by an older release.
    return null;
  }
}

export function forget(name, storage = localStorage) {
  storage.removeItem(PREFIX + name);
}
