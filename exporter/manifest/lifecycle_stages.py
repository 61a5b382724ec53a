"""."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section
from exporter.manifest.text import Did


class AgentLifecycleStagesBirth(Section):
    """AgentLifecycleStagesBirth."""

    REQUIRED = ("timestamp", "birth_type",)

    timestamp: str | None = Field(None, description="")
    birth_type: Literal["created", "bred", "cloned", "forked"] | None = Field(None, description="")
    creator_did: Did | None = Field(None, description="")


class AgentLifecycleStagesGrowth(Section):
    """AgentLifecycleStagesGrowth."""

    tasks_completed: int | None = Field(None, ge=0, description="")
    skills_acquired: list[str] | None = Field(None, description="")
    mentors: list[Did] | None = Field(None, description="")


class AgentLifecycleStagesCareerPromotion(Section):
    """AgentLifecycleStagesCareerPromotion."""

    from_role: str | None = Field(None, description="")
    to_role: str | None = Field(None, description="")
    timestamp: str | None = Field(None, description="")
    reason: str | None = Field(None, description="")


class AgentLifecycleStagesCareer(Section):
    """AgentLifecycleStagesCareer."""

    current_role: str | None = Field(None, description="")
    promotions: list[AgentLifecycleStagesCareerPromotion] | None = Field(None, description="")


class AgentLifecycleStagesRetirementCriteria(Section):
    """AgentLifecycleStagesRetirementCriteria."""

    min_age_hours: int | None = Field(None, description="")
    min_tasks: int | None = Field(None, description="")
    max_fitness: float | None = Field(None, description="")


class AgentLifecycleStagesRetirementLegacy(Section):
    """AgentLifecycleStagesRetirementLegacy."""

    knowledge_transferred: bool | None = Field(None, description="")
    offspring_count: int | None = Field(None, description="")
    contributions: list[str] | None = Field(None, description="")


class AgentLifecycleStagesRetirement(Section):
    """AgentLifecycleStagesRetirement."""

    eligible: bool | None = Field(None, description="")
    criteria: AgentLifecycleStagesRetirementCriteria | None = Field(None, description="")
    legacy: AgentLifecycleStagesRetirementLegacy | None = Field(None, description="")
    retired_at: str | None = Field(None, description="")


class AgentLifecycleStages(ClosedSection):
    """AgentLifecycleStages."""

    REQUIRED = ("current_stage", "birth",)

    current_stage: Literal["embryonic", "juvenile", "mature", "senior", "retired"] | None = Field(None, description="")
    birth: AgentLifecycleStagesBirth | None = Field(None, description="")
    growth: AgentLifecycleStagesGrowth | None = Field(None, description="")
    career: AgentLifecycleStagesCareer | None = Field(None, description="")
    retirement: AgentLifecycleStagesRetirement | None = Field(None, description="")

