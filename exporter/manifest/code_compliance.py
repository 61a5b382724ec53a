"""."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.knowledge import MandatoryKnowledgeSource
from exporter.manifest.section import ClosedSection


class CodeComplianceEnforcementHooksPreWrite(ClosedSection):
    """CodeComplianceEnforcementHooksPreWrite."""

    enabled: bool | None = Field(None, description="")
    action: Literal["query", "warn", "block"] | None = Field(None, description="")


class CodeComplianceEnforcementHooksPreCommit(ClosedSection):
    """CodeComplianceEnforcementHooksPreCommit."""

    enabled: bool | None = Field(None, description="")
    action: Literal["validate", "warn", "block"] | None = Field(None, description="")
    check_critical: bool | None = Field(None, description="")
    check_references: bool | None = Field(None, description="")


class CodeComplianceEnforcementHooksPreMerge(ClosedSection):
    """CodeComplianceEnforcementHooksPreMerge."""

    enabled: bool | None = Field(None, description="")
    action: Literal["validate", "warn", "block"] | None = Field(None, description="")
    require_approval: bool | None = Field(None, description="")


class CodeComplianceEnforcementHooksBuild(ClosedSection):
    """CodeComplianceEnforcementHooksBuild."""

    enabled: bool | None = Field(None, description="")
    fail_on_violations: bool | None = Field(None, description="")
    generate_report: bool | None = Field(None, description="")


class CodeComplianceEnforcementHooks(ClosedSection):
    """CodeComplianceEnforcementHooks."""

    pre_write: CodeComplianceEnforcementHooksPreWrite | None = Field(None, description="")
    pre_commit: CodeComplianceEnforcementHooksPreCommit | None = Field(None, description="")
    pre_merge: CodeComplianceEnforcementHooksPreMerge | None = Field(None, description="")
    build: CodeComplianceEnforcementHooksBuild | None = Field(None, description="")


class CodeComplianceTracking(ClosedSection):
    """CodeComplianceTracking."""

    track_queries: bool | None = Field(None, description="")
    track_applications: bool | None = Field(None, description="")
    track_violations: bool | None = Field(None, description="")
    store_in_graph: bool | None = Field(None, description="")


class CodeCompliance(ClosedSection):
    """CodeCompliance."""

    enabled: bool | None = Field(None, description="")
    mandatory_sources: list[MandatoryKnowledgeSource] | None = Field(None, description="")
    enforcement_hooks: CodeComplianceEnforcementHooks | None = Field(None, description="")
    tracking: CodeComplianceTracking | None = Field(None, description="")

