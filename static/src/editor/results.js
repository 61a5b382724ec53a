// What an export would give: the files of the zip and what becomes of the manifest, or those of the last valid text.
import { counted, sizeInWords } from "../parts/words.js";
import { showCoverage } from "./coverage_table.js";
import { FileTree } from "./file_tree.js";
import { FileView } from "./file_view.js";

const byId = (id) => document.getElementById(id);
const FIRST = ["README.md", "agent.py"];

export class FilesPart {
  constructor() {
    this.tree = new FileTree(byId("tree"), (path) => this.open(path));
    this.view = new FileView({
      host: byId("file-host"),
      title: byId("file-path"),
      copy: byId("copy-file"),
      keep: byId("download-file"),
    });
    this.files = [];
    this.shown = "";
  }

  show(files, archive, texts) {
    this.texts = texts;
    const isStale = files.length === 0;
    byId("files").toggleAttribute("data-stale", isStale && this.files.length > 0);
    byId("stale-note").hidden = !isStale || this.files.length === 0;
    byId("no-files").hidden = !isStale || this.files.length > 0;
    byId("files").hidden = isStale && this.files.length === 0;
    if (isStale) return;
    this.files = files;
    byId("zip-facts").textContent = `${counted(files.length, "file")} · ${sizeInWords(archive.size)} · ${counted(archive.secrets, "secret")}`;
    const paths = files.map(({ path }) => path);
    if (!paths.includes(this.shown)) this.shown = FIRST.find((path) => paths.includes(path)) ?? paths[0];
    this.tree.show(files, this.shown);
    this.open(this.shown);
  }

  open(path) {
    this.shown = path;
    const { digest } = this.files.find((file) => file.path === path);
    this.view.show(path, this.texts.get(digest));
  }
}

export class CoveragePart {
  constructor() {
    this.parts = { list: byId("coverage"), summary: byId("coverage-summary"), count: byId("coverage-count") };
    this.had = false;
  }

  // Without an answer the last one stays, greyed, as the files do.
  show(entries) {
    byId("coverage-panel").toggleAttribute("data-stale", entries.length === 0 && this.had);
    if (entries.length === 0 && this.had) return;
    this.had = entries.length > 0;
    showCoverage(this.parts, entries);
  }
}
