"""Where an agent belongs among all agents."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import UNIQUE, ClosedSection
from exporter.manifest.text import SnakeName


class Taxonomy(ClosedSection):
    """Where an agent belongs."""

    REQUIRED = ("domain",)

    domain: (
        Literal[
            "security",
            "infrastructure",
            "documentation",
            "backend",
            "frontend",
            "data",
            "agents",
            "development",
            "content",
        ]
        | None
    ) = Field(None, description="Its field.")
    subdomain: str | None = Field(None, description="Part of the field.")
    capability: SnakeName | None = Field(None, description="What it is best at.")
    concerns: (
        list[
            Literal[
                "quality", "observability", "governance", "performance", "architecture", "cost", "reliability"
            ]
        ]
        | None
    ) = Field(None, json_schema_extra=UNIQUE, description="What it cares about.")
    recommended_tier: (
        Literal["tier_1_read", "tier_2_write_limited", "tier_3_write_elevated", "tier_4_policy"] | None
    ) = Field(None, description="Tier that would suit it.")
