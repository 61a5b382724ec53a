"""What an agent says about itself in traces: its name, and how sure it is of its work."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import Section
from exporter.manifest.text import ServiceVersion


class SelfScores(Section):
    """Marks that an agent gives itself, 0 to 100."""

    code_quality: float | None = Field(None, ge=0, le=100, description="For its code.")
    instruction_adherence: float | None = Field(None, ge=0, le=100, description="For doing what it was told.")
    context_completeness: float | None = Field(None, ge=0, le=100, description="For knowing enough.")


class RiskCategories(Section):
    """Risks by kind, each 0 to 10."""

    security: float | None = Field(None, ge=0, le=10, description="Security.")
    data_integrity: float | None = Field(None, ge=0, le=10, description="Data that may be damaged.")
    availability: float | None = Field(None, ge=0, le=10, description="Being reachable.")
    compliance: float | None = Field(None, ge=0, le=10, description="Rules from outside.")
    financial: float | None = Field(None, ge=0, le=10, description="Money.")
    operational: float | None = Field(None, ge=0, le=10, description="Daily work.")


class RiskAssessment(Section):
    """What could go wrong."""

    overall_score: float | None = Field(None, ge=0, le=10, description="All together, 0 to 10.")
    impact: float | None = Field(None, ge=0, le=10, description="How bad it would be, 0 to 10.")
    likelihood: float | None = Field(None, ge=0, le=10, description="How likely it is, 0 to 10.")
    level: Literal["low", "medium", "high", "critical"] | None = Field(None, description="In one word.")
    categories: RiskCategories | None = Field(None, description="By kind.")
    mitigation_required: bool | None = Field(None, description="Whether something must be done about it.")


class SelfAssessment(Section):
    """How sure an agent is of its work."""

    confidence: float | None = Field(None, ge=0, le=1, description="How sure, 0 to 1.")
    scores: SelfScores | None = Field(None, description="Marks it gives itself.")
    risk_assessment: RiskAssessment | None = Field(None, description="What could go wrong.")
    uncertainty_areas: list[str] | None = Field(None, description="What it is not sure of.")
    requires_human_review: bool | None = Field(None, description="Whether a person should look at it.")
    review_reason: str | None = Field(None, description="Why.")


class IdentityObservability(Section):
    """How an agent appears in traces."""

    service_name: str | None = Field(None, description="Name of the service.")
    service_namespace: str | None = Field(None, description="Group of services.")
    service_version: ServiceVersion | None = Field(None, description="Version of the service.")
    service_instance_id: str | None = Field(None, description="Which instance it is.")
    resource_attributes: dict[str, str] | None = Field(None, description="Anything else about it.")
    self_assessment: SelfAssessment | None = Field(None, description="How sure it is of its work.")
