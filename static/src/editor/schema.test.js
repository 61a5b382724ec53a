import assert from "node:assert/strict";
import { test } from "node:test";
import { SchemaIndex } from "./schema.js";

const index = new SchemaIndex({
  $defs: {
    Llm: {
      type: "object",
      properties: { provider: { enum: ["openai", "ollama"] }, stream: { type: "boolean" }, next: { $ref: "#/$defs/Llm" } },
      required: ["provider"],
    },
    Http: { type: "object", properties: { type: { const: "http" }, endpoint: { type: "string" } } },
    Mcp: { type: "object", properties: { type: { const: "mcp" }, server: { type: "string" } } },
  },
  type: "object",
  properties: {
    llm: { anyOf: [{ $ref: "#/$defs/Llm" }, { type: "null" }], description: "Which model." },
    tools: { type: "array", items: { oneOf: [{ $ref: "#/$defs/Http" }, { $ref: "#/$defs/Mcp" }] } },
    labels: { type: "object", additionalProperties: { type: "string" } },
  },
});

test("properties are found through references and alternatives", () => {
  assert.deepEqual([...index.properties(["llm"], new Map()).keys()], ["provider", "stream", "next"]);
  assert.equal(index.properties(["llm"], new Map()).get("provider").required, true);
});

test("a branch is chosen by what stands beside it", () => {
  const names = (type) => [...index.properties(["tools", 0], new Map([["type", type]])).keys()];
  assert.deepEqual(names("mcp"), ["type", "server"]);
  assert.deepEqual(names("http"), ["type", "endpoint"]);
});

test("while a discriminator is half typed, every branch is offered", () => {
  const names = [...index.properties(["tools", 0], new Map([["type", "m"]])).keys()];
  assert.deepEqual(names, ["type", "endpoint", "server"]);
});

test("values are an enumeration's, a constant's or the booleans", () => {
  assert.deepEqual(index.values(["llm", "provider"]), ["openai", "ollama"]);
  assert.deepEqual(index.values(["llm", "stream"]), [true, false]);
  assert.deepEqual(index.values(["tools", 3, "type"]), ["http", "mcp"]);
});

test("a schema that contains itself ends", () => {
  assert.deepEqual([...index.properties(["llm", "next", "next"], new Map()).keys()], ["provider", "stream", "next"]);
});

test("a property is described in words", () => {
  const about = index.describe([], "llm", new Map());
  assert.equal(about.description, "Which model.");
  assert.equal(about.type, "mapping");
  assert.equal(index.describe([], "nothing", new Map()), null);
  assert.equal(index.describe(["labels"], "team", new Map()), null);
});

test("a condition on the document's kind is followed", () => {
  const branch = (kind, name) => ({
    if: { properties: { kind: { const: kind } } },
    then: { properties: { spec: { type: "object", properties: { [name]: { type: "string" } } } } },
  });
  const root = { type: "object", properties: { kind: { type: "string" } }, allOf: [branch("Agent", "role"), branch("Task", "steps")] };
  const names = (kind) => [...new SchemaIndex(root, new Map(kind && [["kind", kind]])).properties(["spec"], new Map()).keys()];
  assert.deepEqual(names("Agent"), ["role"]);
  assert.deepEqual(names("Task"), ["steps"]);
  assert.deepEqual(names(null), ["role", "steps"]);
});

test("what OSSA forbids is not offered", () => {
  const root = new SchemaIndex({ type: "object", properties: { license: { type: "string", "x-forbidden": true }, name: { type: "string" } } });
  assert.deepEqual([...root.properties([], new Map()).keys()], ["name"]);
});
