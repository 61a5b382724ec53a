"""JSON Schema (2020-12) out of the models: what editors explain from, and what conformance is checked by.

Pydantic's own schema describes what the models accept, and they accept what is left of a broken manifest.
OSSA is stricter: a key that is given is not null, and `REQUIRED` is required.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from exporter.manifest.manifest import AgentManifest, FlowManifest, Manifest, TaskManifest, WorkflowManifest

KINDS: dict[str, type[Manifest]] = {
    "Agent": AgentManifest,
    "Task": TaskManifest,
    "Workflow": WorkflowManifest,
    "Flow": FlowManifest,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class ManifestSchema(GenerateJsonSchema):
    """Pydantic's generator without null for "not given", and without titles, which only repeat the names."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        section = super().model_schema(schema)
        section.pop("title", None)
        required = getattr(schema["cls"], "REQUIRED", ())
        return {**section, "required": list(required)} if required else section


@cache
def manifest_json_schema() -> dict[str, Any]:
    """One schema for documents of every kind. It is shared: do not change what you get."""
    models: tuple[type[Manifest], ...] = (Manifest, *KINDS.values())
    inputs: list[tuple[type[Manifest], Literal["validation"]]] = [(model, "validation") for model in models]
    _, schema = models_json_schema(inputs, schema_generator=ManifestSchema)
    definitions = schema["$defs"]
    root, *kinds = (definitions.pop(model.__name__) for model in models)
    branches = [
        {
            "if": {"required": ["kind"], "properties": {"kind": {"const": kind}}},
            "then": {"required": ["spec"], "properties": {"spec": section["properties"]["spec"]}},
        }
        for kind, section in zip(KINDS, kinds, strict=True)
    ]
    return {"$schema": DIALECT, "title": "OSSA manifest", **root, "allOf": branches, "$defs": definitions}
