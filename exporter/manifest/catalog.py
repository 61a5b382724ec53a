"""How an agent appears in a catalogue."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section


class CatalogPricing(Section):
    """What using the agent costs whoever takes it from a catalogue."""

    model: Literal["free", "freemium", "paid", "enterprise"] | None = Field(
        None, description="How it is paid for."
    )
    cost_per_use: float | None = Field(None, description="Price of one use, in USD.")
    subscription_monthly: float | None = Field(None, description="Price of a month, in USD.")


class CatalogRatings(Section):
    """What users thought of it."""

    average: float | None = Field(None, ge=0, le=5, description="Mean of all ratings, 0 to 5.")
    count: int | None = Field(None, ge=0, description="How many ratings there are.")


class Catalog(ClosedSection):
    """How the agent appears in a catalogue."""

    published: bool | None = Field(None, description="Whether it is listed.")
    catalog_id: str | None = Field(None, description="Identifier within the catalogue.")
    visibility: Literal["public", "private", "internal"] | None = Field(None, description="Who sees it.")
    categories: list[str] | None = Field(None, description="Subjects under which it is listed.")
    tags: list[str] | None = Field(None, description="Words by which it is found.")
    icon_url: str | None = Field(None, description="Address of its icon.")
    documentation_url: str | None = Field(None, description="Address of its documentation.")
    pricing: CatalogPricing | None = Field(None, description="What it costs.")
    ratings: CatalogRatings | None = Field(None, description="What users thought of it.")
