// The manifest's editor: CodeMirror with YAML, the server's marks, and changes that can always be undone.
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, redo, undo } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { look, nonce } from "./highlighting.js";
import { toOffset } from "./positions.js";

export class ManifestEditor {
  constructor(host, { text, onChange }) {
    this.help = new Compartment();
    this.lineBreak = lineBreakOf(text);
    const listener = EditorView.updateListener.of((update) => update.docChanged && onChange());
    const extensions = [
      nonce(),
      look,
      lineNumbers(),
      lintGutter(),
      foldGutter(),
      history(),
      drawSelection(),
      highlightSpecialChars(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      indentOnInput(),
      indentUnit.of("  "),
      bracketMatching(),
      closeBrackets(),
      yaml(),
      this.help.of([]),
      EditorView.lineWrapping, // Prompts are prose.
      EditorView.contentAttributes.of({ "aria-label": "Manifest", spellcheck: "false", tabindex: "0" }),
      // Tab indents while typing; Escape then Tab leaves, which the list of shortcuts says.
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap]),
      keymap.of([...defaultKeymap, indentWithTab]),
      listener,
    ];
    host.replaceChildren(); // What stood there until the script came.
    this.view = new EditorView({ state: EditorState.create({ doc: text, extensions }), parent: host });
  }

  get text() {
    const text = this.view.state.doc.toString();
    return this.lineBreak === "\n" ? text : text.replaceAll("\n", this.lineBreak);
  }

  get doc() {
    return this.view.state.doc;
  }

  // The whole text becomes another; one undo brings the old one back.
  replace(text) {
    this.lineBreak = lineBreakOf(text);
    this.change({ from: 0, to: this.doc.length, insert: this.view.state.toText(text) });
    this.view.dispatch({ selection: { anchor: 0 }, scrollIntoView: true });
  }

  change(changes) {
    this.view.dispatch({ changes, userEvent: "input.complete" });
  }

  undo() {
    undo(this.view);
  }

  redo() {
    redo(this.view);
  }

  focus() {
    this.view.focus();
  }

  mark(diagnostics) {
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  addHelp(extension) {
    this.view.dispatch({ effects: this.help.reconfigure(extension) });
  }

  jumpTo(line, column) {
    const anchor = toOffset(this.doc, line, column);
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.focus();
  }

  get caret() {
    return this.view.state.selection.main.head;
  }
}

// A file that ends its lines as Windows does keeps doing so.
export function lineBreakOf(text) {
  return text.includes("\r\n") && !/[^\r]\n/.test(text) ? "\r\n" : "\n";
}
