// Completion and hover help for manifests, from the JSON Schema that the server makes of its own models.
import { autocompletion } from "@codemirror/autocomplete";
import { hoverTooltip } from "@codemirror/view";
import { element } from "../parts/dom.js";
import { describePosition, readLine } from "./yaml_path.js";
import { SchemaIndex, typeInWords } from "./schema.js";

export function schemaHelp(schema) {
  return [
    autocompletion({ override: [(context) => complete(indexFor(schema, context.state.doc, context.pos), context)], icons: false }),
    hoverTooltip((view, position) => help(indexFor(schema, view.state.doc, position), view, position), { hoverTime: 350 }),
  ];
}

// The kind of the document that `position` is in decides what its spec may hold.
function indexFor(schema, doc, position) {
  const before = doc.sliceString(0, position);
  const start = Math.max(0, before.lastIndexOf("\n---"));
  const end = doc.toString().indexOf("\n---", position);
  const document = doc.sliceString(start, end < 0 ? doc.length : end);
  const kind = /^kind:\s*["']?(\w+)/m.exec(document)?.[1];
  return new SchemaIndex(schema, new Map(kind && [["kind", kind]]));
}

function linesOf(doc) {
  return [...doc.iterLines()];
}

export function complete(index, context) {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const place = describePosition(linesOf(context.state.doc), line.number - 1, before);
  if (!place || (!place.typed && !context.explicit && place.kind === "key")) return null;
  const options = place.kind === "key" ? keyOptions(index, place, before) : valueOptions(index, place);
  return options.length ? { from: line.from + place.from, options, validFor: /^[\w.$-]*$/ } : null;
}

function keyOptions(index, place, before) {
  const indent = " ".repeat(before.length - place.typed.length);
  return [...index.properties(place.path, place.siblings)]
    .filter(([name]) => !place.siblings.has(name))
    .map(([name, { schema, required }]) => {
      const type = typeInWords(index.branches(schema));
      const opensBlock = type === "mapping" || type === "list";
      const rest = opensBlock ? `:\n${indent}  ${type === "list" ? "- " : ""}` : ": ";
      const about = schema.description;
      return { label: name, detail: type, apply: name + rest, info: about && (() => element("div", {}, about)), boost: required ? 1 : 0 };
    });
}

function valueOptions(index, place) {
  return index.values(place.path).map((value) => ({ label: String(value) }));
}

function help(index, view, position) {
  const line = view.state.doc.lineAt(position);
  const read = readLine(line.text);
  if (!read?.key) return null;
  const start = line.text.indexOf(read.key);
  if (position < line.from + start || position > line.from + start + read.key.length) return null;
  const place = describePosition(linesOf(view.state.doc), line.number - 1, line.text.slice(0, read.column));
  const about = place && index.describe(place.path, read.key, place.siblings);
  if (!about?.description && !about?.type) return null;
  return {
    pos: line.from + start,
    end: line.from + start + read.key.length,
    above: true,
    create: () => ({ dom: helpBox(read.key, about) }),
  };
}

function helpBox(name, about) {
  const facts = [about.type, about.required && "required", about.default !== undefined && about.default !== null && `default ${about.default}`];
  return element(
    "div",
    { class: "cm-help" },
    element("div", {}, element("strong", {}, name), element("span", { class: "muted" }, `  ${facts.filter(Boolean).join(", ")}`)),
    about.description ? element("div", {}, about.description) : null,
    about.values.length ? element("div", { class: "muted" }, `One of: ${about.values.slice(0, 12).join(", ")}`) : null,
  );
}
