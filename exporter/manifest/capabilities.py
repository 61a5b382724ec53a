"""`spec.capabilities`: what an agent can do, for those who choose agents. OSSA leaves it open."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from exporter.manifest.section import Section


class AgentCapability(Section):
    """One thing that an agent can do."""

    name: str | None = Field(None, description="Its name.")
    type: str | None = Field(None, description="Kind of capability.")
    description: str | None = Field(None, description="What it does.")
    input_schema: dict[str, Any] | None = Field(None, description="What it is given, as JSON Schema.")
    output_schema: dict[str, Any] | None = Field(None, description="What it returns, as JSON Schema.")


class Capabilities(Section):
    """What an agent can do, in several lists."""

    domains: list[str] | None = Field(None, description="Fields that it knows.")
    operations: list[str] | None = Field(None, description="What it does there.")
    actions: list[AgentCapability] | None = Field(None, description="What it does, each with its schema.")
    grants: list[dict[str, Any]] | None = Field(None, description="What it is allowed to use.")
