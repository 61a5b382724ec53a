// A line between two neighbours that mouse, finger and arrow keys move; where it was left is remembered.
// The handle's data: `before` and `after` name the CSS properties that hold the shares, `unit` is "fr" or "".
import { recall, remember } from "./memory.js";

const STEP = 0.02;

// Shares of `total` for the two neighbours; each keeps at least a tenth.
export function shares(total, part) {
  const bounded = Math.min(0.9, Math.max(0.1, part));
  const before = Math.round(total * bounded * 100) / 100;
  return [before, Math.round((total - before) * 100) / 100];
}

export function startSplitter(handle) {
  const { before, after, unit = "", remember: name } = handle.dataset;
  const container = handle.parentElement;
  const isRow = handle.getAttribute("aria-orientation") === "vertical";
  const number = (property) => parseFloat(getComputedStyle(container).getPropertyValue(property));
  const usual = [number(before), number(after)];
  const set = ([first, second]) => {
    container.style.setProperty(before, `${first}${unit}`);
    container.style.setProperty(after, `${second}${unit}`);
    handle.setAttribute("aria-valuenow", String(Math.round((100 * first) / (first + second))));
  };
  const move = (part) => {
    const chosen = shares(number(before) + number(after), part);
    set(chosen);
    remember(`split.${name}`, chosen);
  };
  const size = (sibling) => sibling.getBoundingClientRect()[isRow ? "width" : "height"];
  const part = () => {
    const [first, second] = [size(handle.previousElementSibling), size(handle.nextElementSibling)];
    return first / (first + second);
  };

  const remembered = recall(`split.${name}`);
  set(Array.isArray(remembered) && remembered.every(Number.isFinite) ? remembered : usual);

  handle.addEventListener("pointerdown", (down) => {
    handle.setPointerCapture(down.pointerId);
    handle.dataset.dragging = "";
    down.preventDefault();
  });
  handle.addEventListener("pointermove", (event) => {
    if (!("dragging" in handle.dataset)) return;
    const start = handle.previousElementSibling.getBoundingClientRect()[isRow ? "left" : "top"];
    const whole = size(handle.previousElementSibling) + size(handle.nextElementSibling);
    move(((isRow ? event.clientX : event.clientY) - start) / whole);
  });
  for (const end of ["pointerup", "pointercancel"]) handle.addEventListener(end, () => delete handle.dataset.dragging);
  handle.addEventListener("dblclick", () => {
    set(usual);
    remember(`split.${name}`, usual);
  });
  handle.addEventListener("keydown", (event) => {
    const [less, more] = isRow ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    if (event.key !== less && event.key !== more) return;
    event.preventDefault();
    move(part() + (event.key === more ? STEP : -STEP));
  });
}
