"""Functions described strictly, and the JSON Schema of their arguments."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section
from exporter.manifest.text import Identifier


class FunctionDefinition(ClosedSection):
    """A function that an agent may call."""

    REQUIRED = (
        "name",
        "description",
        "parameters",
    )

    name: Identifier | None = Field(None, description="Its name, a valid identifier.")
    description: str | None = Field(None, description="What it does and when to use it.")
    parameters: ParameterSchema | None = Field(None, description="Its arguments, as JSON Schema.")
    returns: ParameterSchema | None = Field(None, description="What it returns, as JSON Schema.")
    strict: bool | None = Field(None, description="Whether the chat model must keep to the schema.")


class ParameterSchema(Section):
    """A JSON Schema."""

    type: Literal["object", "array", "string", "number", "integer", "boolean", "null"] | None = Field(
        None, description="Type of the value."
    )
    properties: dict[str, Any] | None = Field(None, description="Its properties, each with a schema.")
    required: list[str] | None = Field(None, description="Properties that must be given.")
    items: dict[str, Any] | None = Field(None, description="Schema of each item.")
    additionalProperties: bool | dict[str, Any] | None = Field(
        None, description="Whether other properties may be given, or their schema."
    )
