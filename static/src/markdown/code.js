// Colours in code, from the languages that the editor brings along anyway.
import { classHighlighter, highlightCode } from "@lezer/highlight";
import { languageOf } from "../editor/languages.js";
import { element } from "../parts/dom.js";

const ENDINGS = { python: "py", py3: "py", markdown: "md", bash: "sh", shell: "sh", console: "sh", zsh: "sh", jsonc: "json", js: "json" };
const LARGEST = 50_000;

export function paintCode(host, text, name) {
  const language = name && languageOf(`x.${ENDINGS[name.toLowerCase()] ?? name}`);
  const parser = (language?.language ?? language)?.parser;
  if (!parser || text.length > LARGEST) return;
  const parts = [];
  const put = (part, classes) => parts.push(classes ? element("span", { class: classes }, part) : part);
  highlightCode(text, parser.parse(text), classHighlighter, put, () => parts.push("\n"));
  host.replaceChildren(...parts);
}
