"""From which agents an agent was derived, and how well that went."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import UNIQUE, ClosedSection, Section
from exporter.manifest.text import Did


class InheritedTrait(Section):
    """Something taken over from a parent."""

    REQUIRED = (
        "trait_name",
        "source_parent",
        "expression",
    )

    trait_name: str | None = Field(None, description="What was taken over.")
    source_parent: Did | None = Field(None, description="From which parent.")
    expression: float | None = Field(None, ge=0, le=1, description="How strongly, 0 to 1.")


class Mutation(Section):
    """Something that no parent had."""

    REQUIRED = (
        "mutation_type",
        "description",
    )

    mutation_type: (
        Literal["capability_enhancement", "performance_optimization", "new_feature", "behavioral_change"]
        | None
    ) = Field(None, description="Kind of change.")
    description: str | None = Field(None, description="What is different.")
    beneficial: bool | None = Field(None, description="Whether it is better.")


class FitnessMetrics(Section):
    """Parts of the fitness, each 0 to 1."""

    speed: float | None = Field(None, ge=0, le=1, description="How fast it is.")
    accuracy: float | None = Field(None, ge=0, le=1, description="How often it is right.")
    efficiency: float | None = Field(None, ge=0, le=1, description="How little it spends.")
    adaptability: float | None = Field(None, ge=0, le=1, description="How well it copes with the new.")


class Fitness(Section):
    """How well an agent does."""

    score: float | None = Field(None, ge=0, le=1, description="All together, 0 to 1.")
    metrics: FitnessMetrics | None = Field(None, description="The parts.")


class BreedingEligibility(Section):
    """Whether others may be derived from it."""

    min_fitness_threshold: float | None = Field(None, ge=0, le=1, description="Least fitness for it.")
    max_generation: int | None = Field(None, ge=1, description="Last generation that may.")
    eligible: bool | None = Field(None, description="Whether it may.")


class AgentGenetics(ClosedSection):
    """From which agents it was derived."""

    generation: int | None = Field(None, ge=0, description="How many generations there were before.")
    parent_dids: list[Did] | None = Field(None, max_length=2, description="The parents, two at most.")
    ancestor_dids: list[Did] | None = Field(
        None, json_schema_extra=UNIQUE, description="All that came before."
    )
    inherited_traits: list[InheritedTrait] | None = Field(None, description="What it took over.")
    mutations: list[Mutation] | None = Field(None, description="What is new.")
    fitness: Fitness | None = Field(None, description="How well it does.")
    breeding_eligibility: BreedingEligibility | None = Field(
        None, description="Whether others may be derived from it."
    )
