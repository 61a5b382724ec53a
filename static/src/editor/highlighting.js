// CodeMirror's look, all from the custom properties in tokens.css, so one theme serves light and dark.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// `content` is what is neither markup nor code: values in YAML, prose in Markdown.
const styleWith = (content) => HighlightStyle.define([
  { tag: tags.content, color: content },
  { tag: [tags.definition(tags.propertyName), tags.propertyName, tags.attributeName], color: "var(--code-key)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--code-number)" },
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--code-keyword)" },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: "var(--code-comment)" },
  { tag: [tags.function(tags.variableName), tags.className, tags.definition(tags.variableName)], color: "var(--code-function)" },
  { tag: [tags.meta, tags.annotation, tags.typeName, tags.labelName], color: "var(--code-meta)" },
  { tag: tags.heading, color: "var(--code-key)", fontWeight: "600" },
  { tag: tags.strong, fontWeight: "600" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.link, tags.url], color: "var(--code-function)" },
  { tag: [tags.monospace], color: "var(--code-string)" },
]);

const wave = (color) => ({
  backgroundImage: "none",
  paddingBottom: "0",
  textDecoration: `underline wavy ${color} 1px`,
  textUnderlineOffset: "3px",
});

const marker = (color, clipPath) => ({ content: "normal", width: "9px", height: "9px", margin: "6px 2px", backgroundColor: color, clipPath });

const theme = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--text)", fontSize: "var(--size-body)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-code)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--text)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--text)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "light-dark(#ccd1fa, #3b4280)",
  },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--text-muted)", border: "none" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--surface-sunken)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--text)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--surface-selected)" },
  ".cm-selectionMatch, .cm-searchMatch": { backgroundColor: "var(--warn-surface)" },
  ".cm-searchMatch-selected": { outline: "1px solid var(--warn)", backgroundColor: "var(--warn-surface)" },
  ".cm-lintRange-error": wave("var(--bad)"),
  ".cm-lintRange-warning": wave("var(--warn)"),
  ".cm-lintRange-hint": wave("var(--note)"),
  ".cm-lint-marker-error": marker("var(--bad)", "circle(50%)"),
  ".cm-lint-marker-warning": marker("var(--warn)", "polygon(50% 0, 100% 100%, 0 100%)"),
  ".cm-lint-marker-hint": marker("var(--note)", "inset(3px 0 3px 0)"),
  ".cm-lintPoint::after": { borderBottomColor: "var(--bad)" },
  ".cm-tooltip": {
    border: "1px solid var(--border)",
    borderRadius: "var(--radius)",
    backgroundColor: "var(--surface-raised)",
    color: "var(--text)",
    boxShadow: "var(--shadow-floating)",
    fontSize: "var(--size-body)",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-code)", fontSize: "var(--size-small)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--surface-selected)",
    color: "var(--text)",
  },
  ".cm-completionDetail": { color: "var(--text-muted)", fontStyle: "normal" },
  ".cm-tooltip.cm-completionInfo": { maxWidth: "320px", padding: "8px 10px", fontSize: "var(--size-small)" },
  ".cm-diagnostic": { padding: "6px 10px", borderLeftWidth: "3px", maxWidth: "480px" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-diagnostic-hint": { borderLeftColor: "var(--note)" },
  ".cm-diagnosticAction": {
    backgroundColor: "var(--accent)",
    color: "var(--text-on-accent)",
    padding: "2px 8px",
    borderRadius: "4px",
  },
  ".cm-diagnosticSource": { fontFamily: "var(--font-code)", fontSize: "var(--size-small)", opacity: "1" },
  ".cm-help": { maxWidth: "420px", padding: "8px 10px", fontSize: "var(--size-small)" },
  ".cm-help strong": { fontFamily: "var(--font-code)" },
  ".cm-panels": { backgroundColor: "var(--surface-sunken)", color: "var(--text)", borderColor: "var(--border)" },
  ".cm-panel input, .cm-textfield": {
    backgroundColor: "var(--surface)",
    color: "var(--text)",
    border: "1px solid var(--border-strong)",
  },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--surface-raised)", border: "1px solid var(--border)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--surface-hover)", border: "none", color: "var(--text-muted)" },
});

export const look = [theme, syntaxHighlighting(styleWith("var(--code-string)"))];
export const proseLook = [theme, syntaxHighlighting(styleWith("inherit"))];

// The nonce that the page's Content-Security-Policy accepts for CodeMirror's one style element.
export const nonce = () => EditorView.cspNonce.of(document.querySelector("script[nonce]").nonce);
