"""An agent's life, from its making to its retirement."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section
from exporter.manifest.text import Did


class Birth(Section):
    """How it came to be."""

    REQUIRED = (
        "timestamp",
        "birth_type",
    )

    timestamp: str | None = Field(None, description="When.")
    birth_type: Literal["created", "bred", "cloned", "forked"] | None = Field(
        None, description="In which way."
    )
    creator_did: Did | None = Field(None, description="By whom.")


class Growth(Section):
    """What it has learned."""

    tasks_completed: int | None = Field(None, ge=0, description="Tasks it has finished.")
    skills_acquired: list[str] | None = Field(None, description="Skills it has gained.")
    mentors: list[Did] | None = Field(None, description="Agents that taught it.")


class Promotion(Section):
    """A new role."""

    from_role: str | None = Field(None, description="The role before.")
    to_role: str | None = Field(None, description="The role since.")
    timestamp: str | None = Field(None, description="When.")
    reason: str | None = Field(None, description="Why.")


class Career(Section):
    """The roles it had."""

    current_role: str | None = Field(None, description="The role it has now.")
    promotions: list[Promotion] | None = Field(None, description="How it came to it.")


class RetirementCriteria(Section):
    """When it should retire."""

    min_age_hours: int | None = Field(None, description="After how many hours.")
    min_tasks: int | None = Field(None, description="After how many tasks.")
    max_fitness: float | None = Field(None, description="Below which fitness.")


class Legacy(Section):
    """What it leaves."""

    knowledge_transferred: bool | None = Field(None, description="Whether others have learned what it knew.")
    offspring_count: int | None = Field(None, description="How many agents were derived from it.")
    contributions: list[str] | None = Field(None, description="What it has done.")


class Retirement(Section):
    """How it ends."""

    eligible: bool | None = Field(None, description="Whether it may retire.")
    criteria: RetirementCriteria | None = Field(None, description="When it should.")
    legacy: Legacy | None = Field(None, description="What it leaves.")
    retired_at: str | None = Field(None, description="When it did.")


class AgentLifecycleStages(ClosedSection):
    """Which stage of its life an agent is in."""

    REQUIRED = (
        "current_stage",
        "birth",
    )

    current_stage: Literal["embryonic", "juvenile", "mature", "senior", "retired"] | None = Field(
        None, description="The stage."
    )
    birth: Birth | None = Field(None, description="How it came to be.")
    growth: Growth | None = Field(None, description="What it has learned.")
    career: Career | None = Field(None, description="The roles it had.")
    retirement: Retirement | None = Field(None, description="How it ends.")
