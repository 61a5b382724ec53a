"""How an agent that writes code keeps to the rules of the house."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.knowledge import MandatoryKnowledgeSource
from exporter.manifest.section import ClosedSection


class PreWriteHook(ClosedSection):
    """Before code is written."""

    enabled: bool | None = Field(None, description="Whether anything happens.")
    action: Literal["query", "warn", "block"] | None = Field(None, description="What happens.")


class PreCommitHook(ClosedSection):
    """Before code is committed."""

    enabled: bool | None = Field(None, description="Whether anything happens.")
    action: Literal["validate", "warn", "block"] | None = Field(None, description="What happens.")
    check_critical: bool | None = Field(None, description="Whether critical findings are looked for.")
    check_references: bool | None = Field(None, description="Whether references are looked for.")


class PreMergeHook(ClosedSection):
    """Before code is merged."""

    enabled: bool | None = Field(None, description="Whether anything happens.")
    action: Literal["validate", "warn", "block"] | None = Field(None, description="What happens.")
    require_approval: bool | None = Field(None, description="Whether somebody must approve.")


class BuildHook(ClosedSection):
    """When code is built."""

    enabled: bool | None = Field(None, description="Whether anything happens.")
    fail_on_violations: bool | None = Field(None, description="Whether breaches break the build.")
    generate_report: bool | None = Field(None, description="Whether a report is written.")


class EnforcementHooks(ClosedSection):
    """When rules are enforced."""

    pre_write: PreWriteHook | None = Field(None, description="Before writing.")
    pre_commit: PreCommitHook | None = Field(None, description="Before committing.")
    pre_merge: PreMergeHook | None = Field(None, description="Before merging.")
    build: BuildHook | None = Field(None, description="When building.")


class CodeComplianceTracking(ClosedSection):
    """What is remembered."""

    track_queries: bool | None = Field(None, description="Questions.")
    track_applications: bool | None = Field(None, description="Uses of answers.")
    track_violations: bool | None = Field(None, description="Breaches.")
    store_in_graph: bool | None = Field(None, description="Whether all that goes into a graph.")


class CodeCompliance(ClosedSection):
    """How an agent keeps to rules for code."""

    enabled: bool | None = Field(None, description="Whether it does.")
    mandatory_sources: list[MandatoryKnowledgeSource] | None = Field(None, description="Where the rules are.")
    enforcement_hooks: EnforcementHooks | None = Field(None, description="When they are enforced.")
    tracking: CodeComplianceTracking | None = Field(None, description="What is remembered.")
