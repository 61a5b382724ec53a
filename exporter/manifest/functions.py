"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section
from exporter.manifest.text import Identifier


class FunctionDefinition(ClosedSection):
    """FunctionDefinition."""

    REQUIRED = ("name", "description", "parameters",)

    name: Identifier | None = Field(None, description="")
    description: str | None = Field(None, description="")
    parameters: ParameterSchema | None = Field(None, description="")
    returns: ParameterSchema | None = Field(None, description="")
    strict: bool | None = Field(None, description="")


class ParameterSchema(Section):
    """ParameterSchema."""

    type: Literal["object", "array", "string", "number", "integer", "boolean", "null"] | None = Field(None, description="")
    properties: dict[str, Any] | None = Field(None, description="")
    required: list[str] | None = Field(None, description="")
    items: dict[str, Any] | None = Field(None, description="")
    additionalProperties: bool | dict[str, Any] | None = Field(None, description="")

