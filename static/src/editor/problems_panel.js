// The list of diagnostics: what, where, a jump to the place, and a button for each fix.
import { element, fill, icon, prose } from "../parts/dom.js";
import { counted } from "../parts/words.js";

const ORDER = ["error", "warning", "hint"];
const SHOWN = 100;

export function sortDiagnostics(diagnostics) {
  const rank = ({ severity, line, column }) => [ORDER.indexOf(severity), line, column];
  return [...diagnostics].sort((one, other) => {
    const [a, b] = [rank(one), rank(other)];
    return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
  });
}

export class ProblemsPanel {
  constructor({ list, count, fixAll }, { onJump, onFix, onFixAll }) {
    Object.assign(this, { list, count, fixAll, onJump, onFix });
    this.limit = SHOWN;
    fixAll.addEventListener("click", onFixAll);
  }

  show(diagnostics) {
    const sorted = sortDiagnostics(diagnostics);
    const fixable = diagnostics.filter(({ fix }) => fix).length;
    this.count.textContent = String(diagnostics.length);
    this.fixAll.hidden = fixable === 0;
    this.fixAll.querySelector("span").textContent = `Fix all ${fixable}`;
    const rows = sorted.slice(0, this.limit).map((diagnostic) => this.row(diagnostic));
    const rest = sorted.length - rows.length;
    fill(this.list, ...rows, rest > 0 ? this.more(diagnostics, rest) : null, sorted.length ? null : nothing());
  }

  more(diagnostics, rest) {
    const click = () => {
      const first = this.limit; // Of those that appear now.
      this.limit += SHOWN * 5;
      this.show(diagnostics);
      this.list.children[first].querySelector("button").focus();
    };
    const button = element("button", { class: "button", type: "button", click }, `Show ${counted(rest, "more problem")}`);
    return element("li", { class: "empty" }, button);
  }

  row(diagnostic) {
    const { severity, message, line, column, path, rule, docs, fix } = diagnostic;
    const jump = { class: "problem-jump", type: "button", click: () => this.onJump(diagnostic) };
    const place = element("span", { class: "problem-place" }, `${severity}, line ${line}:${column}`);
    place.append(path ? ` · ${path} · ` : " · ", element("a", { href: docs, target: "_blank", rel: "noopener" }, rule));
    const button =
      fix &&
      element(
        "button",
        { class: "button", "data-size": "small", type: "button", title: fix.title, "aria-label": `Fix: ${fix.title}`, click: () => this.onFix(fix) },
        "Fix",
      );
    return element("li", { class: "problem", "data-severity": severity }, icon(severity), element("button", jump, ...prose(message)), place, button);
  }
}

function nothing() {
  const words = element("p", {}, "No problems. Mistakes appear here as you type, each with its line and, where there is one, a fix.");
  return element("li", { class: "empty" }, icon("good"), words);
}
