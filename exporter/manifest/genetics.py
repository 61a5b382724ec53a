"""."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import UNIQUE, ClosedSection, Section
from exporter.manifest.text import Did


class AgentGeneticsInheritedTrait(Section):
    """AgentGeneticsInheritedTrait."""

    REQUIRED = ("trait_name", "source_parent", "expression",)

    trait_name: str | None = Field(None, description="")
    source_parent: Did | None = Field(None, description="")
    expression: float | None = Field(None, ge=0, le=1, description="")


class AgentGeneticsMutation(Section):
    """AgentGeneticsMutation."""

    REQUIRED = ("mutation_type", "description",)

    mutation_type: Literal["capability_enhancement", "performance_optimization", "new_feature", "behavioral_change"] | None = Field(None, description="")
    description: str | None = Field(None, description="")
    beneficial: bool | None = Field(None, description="")


class AgentGeneticsFitnessMetrics(Section):
    """AgentGeneticsFitnessMetrics."""

    speed: float | None = Field(None, ge=0, le=1, description="")
    accuracy: float | None = Field(None, ge=0, le=1, description="")
    efficiency: float | None = Field(None, ge=0, le=1, description="")
    adaptability: float | None = Field(None, ge=0, le=1, description="")


class AgentGeneticsFitness(Section):
    """AgentGeneticsFitness."""

    score: float | None = Field(None, ge=0, le=1, description="")
    metrics: AgentGeneticsFitnessMetrics | None = Field(None, description="")


class AgentGeneticsBreedingEligibility(Section):
    """AgentGeneticsBreedingEligibility."""

    min_fitness_threshold: float | None = Field(None, ge=0, le=1, description="")
    max_generation: int | None = Field(None, ge=1, description="")
    eligible: bool | None = Field(None, description="")


class AgentGenetics(ClosedSection):
    """AgentGenetics."""

    generation: int | None = Field(None, ge=0, description="")
    parent_dids: list[Did] | None = Field(None, max_length=2, description="")
    ancestor_dids: list[Did] | None = Field(None, json_schema_extra=UNIQUE, description="")
    inherited_traits: list[AgentGeneticsInheritedTrait] | None = Field(None, description="")
    mutations: list[AgentGeneticsMutation] | None = Field(None, description="")
    fitness: AgentGeneticsFitness | None = Field(None, description="")
    breeding_eligibility: AgentGeneticsBreedingEligibility | None = Field(None, description="")

