// One file of the zip, highlighted, to read, copy or keep.
import { foldGutter, foldKeymap } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { toast } from "../parts/toast.js";
import { saveAs } from "./download.js";
import { look, nonce, proseLook } from "./highlighting.js";
import { languageOf } from "./languages.js";

export class FileView {
  constructor({ host, title, copy, keep }) {
    this.title = title;
    host.replaceChildren();
    this.view = new EditorView({ parent: host });
    copy.addEventListener("click", () => this.copy());
    keep.addEventListener("click", () => saveAs(new Blob([this.text], { type: "text/plain" }), this.path.split("/").pop()));
  }

  // The same file with a new text keeps its place; another one starts at the top.
  show(path, text) {
    if (path === this.path && text === this.text) return;
    const top = path === this.path ? this.view.scrollDOM.scrollTop : 0;
    Object.assign(this, { path, text });
    this.title.textContent = path;
    this.view.setState(EditorState.create({ doc: text, extensions: extensionsFor(path) }));
    this.view.scrollDOM.scrollTop = top;
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.text);
      toast(`Copied ${this.path}.`);
    } catch {
      toast("This browser does not let pages copy. Select the text and copy it yourself.", { state: "bad" });
    }
  }
}

function extensionsFor(path) {
  const isProse = path.endsWith(".md");
  return [
    nonce(),
    isProse ? proseLook : look,
    lineNumbers(),
    foldGutter(),
    drawSelection(),
    highlightSpecialChars(),
    highlightSelectionMatches(),
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ "aria-label": path, "aria-readonly": "true", tabindex: "0" }),
    keymap.of([...searchKeymap, ...foldKeymap]),
    languageOf(path),
    isProse ? EditorView.lineWrapping : [],
  ];
}
