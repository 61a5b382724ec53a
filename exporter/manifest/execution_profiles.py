"""."""

from __future__ import annotations

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section


class ExecutionProfiles(Section):
    """ExecutionProfiles."""

    default: str | None = Field(None, description="")
    profiles: dict[str, ExecutionProfileConfig] | None = Field(None, description="")


class ExecutionProfileConfig(ClosedSection):
    """ExecutionProfileConfig."""

    maxTokens: int | None = Field(None, ge=1, description="")
    temperature: float | None = Field(None, ge=0, le=2, description="")
    reasoning_enabled: bool | None = Field(None, description="")
    validation_required: bool | None = Field(None, description="")
    audit_log: bool | None = Field(None, description="")
    description: str | None = Field(None, description="")

