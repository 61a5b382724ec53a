// Answers questions about a JSON Schema: what may stand at a path. Branches are narrowed by what stands beside it.

export class SchemaIndex {
  // `rootValues` are scalars at the top of the document, such as its kind: they decide which conditions hold.
  constructor(root, rootValues = new Map()) {
    this.root = root;
    this.rootValues = rootValues;
  }

  // The schemas that may hold at `path`; `siblings` are the scalars beside the last step.
  at(path, siblings = new Map()) {
    let found = this.branches(this.root);
    for (const step of path) found = found.flatMap((schema) => this.below(schema, step));
    const fitting = found.filter((schema) => this.fits(schema, siblings));
    return fitting.length ? fitting : found;
  }

  // name → { schema, required } of the properties that may stand at `path`.
  properties(path, siblings) {
    const found = new Map();
    for (const schema of this.at(path, siblings)) {
      for (const [name, property] of Object.entries(schema.properties ?? {})) {
        if (property["x-forbidden"]) continue; // Users write it, OSSA forbids it.
        if (!found.has(name)) found.set(name, { schema: property, required: (schema.required ?? []).includes(name) });
      }
    }
    return found;
  }

  // Fixed values that may stand at `path`.
  values(path) {
    const found = this.at(path).flatMap((schema) => {
      if (schema.const !== undefined) return [schema.const];
      if (schema.enum) return schema.enum;
      if (schema.type === "boolean") return [true, false];
      return schema.examples ?? [];
    });
    return [...new Set(found)].filter((value) => value !== null && typeof value !== "object");
  }

  // What to tell about the property `name` of the mapping at `path`.
  describe(path, name, siblings) {
    const property = this.properties(path, siblings).get(name);
    if (!property) return null;
    const branches = this.branches(property.schema);
    return {
      description: property.schema.description ?? branches.find((schema) => schema.description)?.description ?? "",
      type: typeInWords(branches),
      values: this.values([...path, name]),
      default: property.schema.default,
      required: property.required,
    };
  }

  below(schema, step) {
    const next =
      typeof step === "number"
        ? schema.items
        : (schema.properties?.[step] ?? this.byPattern(schema, step) ?? schema.additionalProperties);
    return next && typeof next === "object" ? this.branches(next) : [];
  }

  byPattern(schema, step) {
    const patterns = Object.entries(schema.patternProperties ?? {});
    return patterns.find(([pattern]) => new RegExp(pattern, "u").test(step))?.[1];
  }

  // References followed, alternatives spread out. `seen` ends schemas that contain themselves.
  branches(schema, seen = new Set()) {
    if (schema.$ref) {
      if (seen.has(schema.$ref)) return [];
      const target = schema.$ref.slice(2).split("/").reduce((node, part) => node?.[part], this.root);
      return target ? this.branches(target, new Set([...seen, schema.$ref])) : [];
    }
    if (schema.if) return this.holds(schema.if) ? this.branches(schema.then ?? {}, seen) : [];
    const alternatives = schema.anyOf ?? schema.oneOf ?? schema.allOf;
    const own = schema.properties || schema.type || schema.enum || schema.const !== undefined ? [schema] : [];
    return [...own, ...(alternatives ?? []).flatMap((branch) => this.branches(branch, seen))];
  }

  holds(condition) {
    return Object.entries(condition.properties ?? {}).every(([name, { const: wanted }]) => {
      const value = this.rootValues.get(name);
      return value === undefined || value === wanted;
    });
  }

  fits(schema, siblings) {
    return Object.entries(schema.properties ?? {}).every(([name, property]) => {
      const value = siblings.get(name);
      const allowed = property.const !== undefined ? [property.const] : property.enum;
      return !value || !allowed || allowed.map(String).includes(value.replace(/^["']|["']$/g, ""));
    });
  }
}

export function typeInWords(branches) {
  const words = branches.map((schema) => {
    if (schema.type === "array") return "list";
    if (schema.type === "object" || schema.properties) return "mapping";
    if (schema.type === "string" || schema.enum || schema.const !== undefined) return "text";
    return { boolean: "true or false", integer: "whole number", number: "number", null: null }[schema.type];
  });
  return [...new Set(words.filter(Boolean))].join(" or ");
}
