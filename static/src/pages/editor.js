// The editor's page: makes the parts and says who hears whom. What a part does is in its own module.
import { CoveragePart, FilesPart } from "../editor/results.js";
import { DownloadButton } from "../editor/download.js";
import { Draft } from "../editor/draft.js";
import { FixAll, changesOf } from "../editor/fixes.js";
import { LiveCheck } from "../editor/live_check.js";
import { ManifestEditor } from "../editor/manifest_editor.js";
import { marksOf, nextAfter } from "../editor/marks.js";
import { readManifest, startOpenFile } from "../editor/open_file.js";
import { OptionsForm } from "../editor/options_form.js";
import { ProblemsPanel } from "../editor/problems_panel.js";
import { schemaHelp } from "../editor/schema_help.js";
import { exportManifest, fetchManifestSchema, previewManifest } from "../editor/studio_api.js";
import { reasonAgainstDownload, showSummary, verdictBadges } from "../editor/verdict.js";
import { DocumentChoice } from "../editor/document_choice.js";
import { startAgentsDialog } from "../playground/agents_dialog.js";
import { ChatApi, createAgent, listAgents } from "../playground/chat_api.js";
import { SavedAgent } from "../playground/saved_agent.js";
import { Saving } from "../playground/saving.js";
import { startPlayground } from "../playground/start.js";
import { fill, readJson } from "../parts/dom.js";
import { keyNames, showShortcuts, startShortcuts } from "../parts/shortcuts.js";
import { startSplitter } from "../parts/splitter.js";
import { startTabs } from "../parts/tabs.js";
import { startThemeSwitch } from "../parts/theme_switch.js";
import { toast } from "../parts/toast.js";

const byId = (id) => document.getElementById(id);
const initial = readJson("initial");
const drafts = new Draft(initial.agent?.name);
const draft = drafts.recall();
// What was typed and not saved comes back; what was saved is the server's to tell.
const unsaved = draft && (!initial.agent || draft.isDirty) ? draft : null;
let diagnostics = initial.examination.report.diagnostics;
let archiveName = "";

startThemeSwitch(byId("theme-switch"));
document.querySelectorAll('[role="separator"]').forEach(startSplitter);
const panes = startTabs(byId("pane-tabs"));
const checks = startTabs(byId("check-tabs"));

const editor = new ManifestEditor(byId("manifest-host"), {
  text: unsaved?.text ?? initial.text,
  onChange: () => check(),
});
const options = new OptionsForm(byId("options"), () => check());
const choice = new DocumentChoice(byId("document-choice"), () => check(0));
const files = new FilesPart();
const coverage = new CoveragePart();
const fixAll = new FixAll(applyChanges);
const live = new LiveCheck(previewManifest);
const problems = new ProblemsPanel(
  { list: byId("problems"), count: byId("problem-count"), fixAll: byId("fix-all") },
  {
    onJump: jumpTo,
    onFix: (fix) => applyChanges(changesOf(editor.doc, fix)),
    onFixAll: () => fixAll.start(editor.doc, diagnostics),
  },
);
const download = new DownloadButton(byId("download"), byId("download-reason"), async () => ({
  blob: await exportManifest(question()),
  name: archiveName,
}));

const agent = new SavedAgent(initial, {
  create: createAgent,
  save: (name, body) => new ChatApi(name).saveRevision(body),
  read: () => ({ text: editor.text, document: choice.value }),
});
if (unsaved?.revision) agent.revision = unsaved.revision; // Saving then tells of what was saved since.
agent.addEventListener("saved", ({ detail }) => {
  if (detail.isNew) drafts.moveTo(agent.name);
  keepDraft();
});
const saving = new Saving(agent, { load, fetchRevision: (number) => new ChatApi(agent.name).fetchRevision(number) });
const playground = startPlayground({
  agent,
  keep: () => saving.keep(),
  showChat: () => panes.choose("tab-playground"),
  showEvents: () => {
    panes.choose("tab-check");
    checks.choose("tab-events");
  },
});
startAgentsDialog(byId("switch-agent"), byId("agents"), { list: listAgents, current: () => agent.name });

function question() {
  return { text: editor.text, document: choice.value, options: options.values };
}

function check(delay) {
  const asked = question();
  saving.show();
  if (!keepDraft()) showBar("This browser keeps nothing between visits: download or copy your text before you leave.");
  live.schedule(asked, delay);
}

function keepDraft() {
  return drafts.keep({ ...question(), isDirty: agent.isDirty, revision: agent.revision });
}

function applyChanges(changes) {
  editor.change(changes);
  editor.focus();
}

function jumpTo(diagnostic) {
  panes.choose("tab-manifest");
  editor.jumpTo(diagnostic.line, diagnostic.column);
}

function show({ report, coverage: entries, files: made, archive }) {
  diagnostics = report.diagnostics;
  editor.mark(marksOf(editor.doc, diagnostics, (fix) => applyChanges(changesOf(editor.doc, fix))));
  problems.show(diagnostics);
  fill(byId("verdicts"), ...verdictBadges(report));
  showSummary(byId("summary"), report);
  choice.show(report.documents, report.document);
  byId("subject").textContent = report.documents[report.document]?.name ?? "Untitled manifest";
  document.title = `${byId("subject").textContent} · OSSA Studio`;
  download.allow(reasonAgainstDownload(report));
  const reason = reasonAgainstDownload(report);
  playground.refuse(reason && `This agent cannot run yet. ${reason}`);
  if (archive) archiveName = archive.name;
  files.show(made, archive, live.texts);
  coverage.show(entries);
}

function showBar(message) {
  const bar = byId("connection");
  bar.querySelector("span").textContent = message;
  bar.hidden = !message;
}

live.addEventListener("pending", () => byId("check-pane").setAttribute("aria-busy", "true"));
live.addEventListener("answer", ({ detail }) => {
  byId("check-pane").removeAttribute("aria-busy");
  showBar("");
  options.mark(null);
  show(detail.answer);
  fixAll.next(editor.doc, diagnostics);
});
live.addEventListener("failed", ({ detail: error }) => {
  byId("check-pane").removeAttribute("aria-busy");
  if (error.code === "not_exportable" && choice.value !== null) {
    // The chosen document is gone from the text.
    choice.value = null;
    check(0);
    return;
  }
  options.mark(error.details?.option, error.message);
  showBar(error.code === "unreachable" ? `${error.message} Your text is kept in this browser; trying again.` : error.message);
});

function load(text, words) {
  const before = question();
  editor.replace(text);
  choice.value = null;
  check(0);
  const run = () => {
    editor.replace(before.text);
    options.restore(before.options);
    choice.value = before.document;
    check(0);
  };
  toast(words, { action: { label: "Undo", run } });
}

async function openFile(file) {
  try {
    load(await readManifest(file), `Opened ${file.name}.`);
  } catch (error) {
    toast(error.message, { state: "bad" });
  }
}

function startOver() {
  load(agent.saved?.text ?? initial.text, agent.name ? `Back to revision ${agent.revision}.` : "Started over with the example.");
  options.restore({});
  drafts.forget();
  check(0);
}

function nextProblem(backwards) {
  const next = nextAfter(editor.doc, diagnostics, editor.caret, backwards);
  if (next) jumpTo(next);
  else toast("No problems.");
}

const shortcuts = [
  { keys: "Mod-Enter", does: "Download the project; in the message box, send", run: () => (playground.hasFocus() ? playground.send() : download.press()) },
  { keys: "Mod-s", does: "Save the manifest as a revision", run: () => saving.press() },
  { keys: "Mod-i", does: "Go to the message box", run: () => playground.goToMessage() },
  { keys: "F8", does: "Go to the next problem", run: () => nextProblem(false) },
  { keys: "Shift-F8", does: "Go to the problem before", run: () => nextProblem(true) },
  { keys: "Mod-o", does: "Open a manifest from disk", run: () => byId("open-file").click() },
  { keys: "?", does: "Show these shortcuts (outside of text)", run: () => showShortcuts(byId("shortcuts"), listed) },
];
const listed = [
  ...shortcuts,
  { keys: "Mod-Space", does: "Show what may stand here" },
  { keys: "Mod-z", does: "Undo, also a fix or a file opened" },
  { keys: "Mod-f", does: "Search in the text" },
  { keys: "Escape", does: "Stop the answer; in the editor, then Tab leaves it" },
  { keys: "Shift-Enter", does: "Break the line in a message" },
  { keys: "ArrowUp", does: "In an empty message box, what was sent before" },
];
startShortcuts(shortcuts);
fill(byId("download-keys"), keyNames("Mod-Enter").join("+"));
fill(byId("save-keys"), keyNames("Mod-S").join("+"));
byId("show-shortcuts").addEventListener("click", () => showShortcuts(byId("shortcuts"), listed));
byId("start-over").addEventListener("click", startOver);
byId("open-button").addEventListener("click", () => byId("open-file").click());
startOpenFile({ input: byId("open-file"), target: byId("drop-target") }, openFile);

live.keepTexts(initial.examination.files);
show(initial.examination);
choice.value = initial.agent ? initial.document || null : null;
if (draft) {
  options.restore(draft.options);
  if (unsaved) choice.value = unsaved.document;
  if (unsaved?.text !== initial.text || choice.value || Object.keys(draft.options).length) check(0);
}
fetchManifestSchema().then(
  (schema) => editor.addHelp(schemaHelp(schema)),
  (error) => showBar(`No help while typing: ${error.message}`),
);
document.body.dataset.ready = "";
