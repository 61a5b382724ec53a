// The two verdicts and the Download button: what can be had, and where it cannot, why.
import { element, fill, icon } from "../parts/dom.js";
import { counted } from "../parts/words.js";

export function verdictBadges({ conforms, exportable, version, kind, diagnostics }) {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  return [
    exportable ? badge("good", "good", "Exports") : badge("bad", "error", errors ? counted(errors, "error") : "Does not export"),
    conforms ? badge("good", "good", "Conforms to OSSA 0.4") : badge("warn", "warning", "Does not conform to OSSA 0.4"),
    version || kind ? badge("", null, [kind, version].filter(Boolean).join(" · ")) : null,
  ];
}

function badge(state, iconName, words) {
  return element("span", { class: "badge", "data-state": state }, iconName ? icon(iconName) : null, words);
}

// The one line in the top bar, read out when it changes.
export function summary({ exportable, diagnostics }) {
  const of = (wanted) => diagnostics.filter(({ severity }) => severity === wanted).length;
  if (!exportable) return { state: "bad", icon: "error", words: counted(of("error"), "error") };
  if (of("warning")) return { state: "warn", icon: "warning", words: counted(of("warning"), "warning") };
  return { state: "good", icon: "good", words: "Ready" };
}

export function reasonAgainstDownload({ exportable, diagnostics }) {
  if (exportable) return "";
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (!errors.length) return "This manifest cannot be exported.";
  const [first] = errors;
  return errors.length === 1 ? first.message : `${counted(errors.length, "error")}; the first, in line ${first.line}: ${first.message}`;
}

export function showSummary(host, report) {
  const { state, icon: name, words } = summary(report);
  host.dataset.state = state;
  fill(host, icon(name), words);
}
