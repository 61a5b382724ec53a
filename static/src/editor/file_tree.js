// The files of the zip as a tree, by the ARIA pattern: one tab stop, arrow keys inside.
import { element, fill, icon } from "../parts/dom.js";
import { sizeInWords } from "../parts/words.js";

// No file of the zip can have this path: those lie inside the project's folder.
export const KIT = "/kit";
const KIT_NOTE = "Runs, streaming, costs, security: the same in every project. Nothing to edit here.";

// Paths → nested { name, path, size?, children?, note? } in the order given; the kit's modules in a group at the end.
export function nest(files) {
  const nodes = folders(files.filter((file) => !file.kit));
  const kit = folders(files.filter((file) => file.kit));
  return kit.length ? [...nodes, { name: `The kit (${kit.length})`, path: KIT, children: kit, note: KIT_NOTE }] : nodes;
}

function folders(files) {
  const root = { children: new Map() };
  for (const { path, size } of files) {
    const names = path.split("/");
    let folder = root;
    names.slice(0, -1).forEach((name, depth) => {
      const at = names.slice(0, depth + 1).join("/");
      if (!folder.children.has(name)) folder.children.set(name, { name, path: at, children: new Map() });
      folder = folder.children.get(name);
    });
    folder.children.set(names.at(-1), { name: names.at(-1), path, size });
  }
  return listed(root.children);
}

function listed(children) {
  return [...children.values()].map((node) => (node.children ? { ...node, children: listed(node.children) } : node));
}

export class FileTree {
  constructor(host, onChoose) {
    this.host = host;
    this.onChoose = onChoose;
    this.closed = new Set([KIT, "tests"]);
    host.addEventListener("click", (event) => this.activate(event.target.closest('[role="treeitem"]')));
    host.addEventListener("keydown", (event) => this.onKey(event));
  }

  show(files, selected) {
    const hadFocus = this.host.contains(document.activeElement);
    this.selected = selected;
    this.shape = nest(files);
    fill(this.host, ...this.shape.flatMap((node) => this.rows(node, 1)));
    const current = this.items().find((item) => item.dataset.path === selected) ?? this.items()[0];
    if (!current) return;
    this.move(current, hadFocus);
  }

  // Items are siblings that tell their level: nested ones would be read out with everything inside them.
  rows(node, level) {
    const isOpen = node.children && !this.closed.has(node.path);
    return [this.item(node, level, isOpen), ...(isOpen ? node.children.flatMap((child) => this.rows(child, level + 1)) : [])];
  }

  item(node, level, isOpen) {
    const isFolder = Boolean(node.children);
    const row = element(
      "div",
      { class: "tree-row" },
      icon(isFolder ? "folder" : "file"),
      element("span", { class: "tree-name", title: node.note ?? node.path }, node.name),
      isFolder ? null : element("span", { class: "tree-size" }, sizeInWords(node.size)),
      node.note ? element("span", { class: "tree-note" }, node.note) : null,
    );
    const attributes = {
      class: "tree-item",
      role: "treeitem",
      tabindex: "-1",
      "aria-level": level,
      "aria-selected": isFolder ? undefined : String(node.path === this.selected),
      "aria-expanded": isFolder ? String(isOpen) : undefined,
      "data-path": node.path,
    };
    return element("li", attributes, row);
  }

  items() {
    return [...this.host.querySelectorAll('[role="treeitem"]')];
  }

  move(item, focus = true) {
    for (const other of this.items()) other.tabIndex = -1;
    item.tabIndex = 0;
    if (focus) item.focus();
  }

  activate(item) {
    if (!item) return;
    if (item.hasAttribute("aria-expanded")) this.toggle(item, item.getAttribute("aria-expanded") !== "true");
    else this.choose(item);
  }

  choose(item) {
    this.selected = item.dataset.path;
    for (const other of this.host.querySelectorAll("[aria-selected]")) other.setAttribute("aria-selected", String(other === item));
    this.move(item);
    this.onChoose(this.selected);
  }

  toggle(item, open) {
    const { path } = item.dataset;
    if (open) this.closed.delete(path);
    else this.closed.add(path);
    fill(this.host, ...this.shape.flatMap((node) => this.rows(node, 1)));
    this.move(this.items().find((other) => other.dataset.path === path));
  }

  onKey(event) {
    const items = this.items();
    const item = event.target.closest('[role="treeitem"]');
    const at = items.indexOf(item);
    const expanded = item?.getAttribute("aria-expanded");
    const steps = {
      ArrowDown: () => items[at + 1] && this.move(items[at + 1]),
      ArrowUp: () => items[at - 1] && this.move(items[at - 1]),
      Home: () => this.move(items[0]),
      End: () => this.move(items.at(-1)),
      ArrowRight: () => (expanded === "false" ? this.toggle(item, true) : expanded && items[at + 1] && this.move(items[at + 1])),
      ArrowLeft: () => (expanded === "true" ? this.toggle(item, false) : this.leave(item)),
      Enter: () => this.activate(item),
      " ": () => this.activate(item),
    };
    if (!item || !steps[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    steps[event.key]();
  }

  leave(item) {
    const level = Number(item.getAttribute("aria-level"));
    const before = this.items().filter((other) => other.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING);
    const folder = before.findLast((other) => Number(other.getAttribute("aria-level")) < level);
    if (folder) this.move(folder);
  }
}
