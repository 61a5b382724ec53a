// Short messages in the corner, with at most one action; errors stay until they are dismissed.
import { element, icon } from "./dom.js";

const SECONDS = 6;

export function toast(message, { state = "good", action } = {}) {
  const host = document.getElementById("toasts");
  const close = () => made.remove();
  const made = element("div", { class: "toast", "data-state": state, role: state === "bad" ? "alert" : "status" });
  made.append(element("span", {}, message));
  if (action) {
    const run = () => {
      close();
      action.run();
    };
    made.append(element("button", { class: "button", "data-size": "small", type: "button", click: run }, action.label));
  }
  const dismiss = { class: "button", "data-kind": "quiet", "data-size": "small", type: "button", "aria-label": "Dismiss" };
  made.append(element("button", { ...dismiss, click: close }, icon("close")));
  host.append(made);
  if (state !== "bad") waitUnlessWatched(made, close);
  while (host.children.length > 3) host.firstElementChild.remove();
}

function waitUnlessWatched(made, close) {
  let timer = setTimeout(close, SECONDS * 1000);
  made.addEventListener("pointerenter", () => clearTimeout(timer));
  made.addEventListener("focusin", () => clearTimeout(timer));
  made.addEventListener("pointerleave", () => (timer = setTimeout(close, SECONDS * 1000)));
}
