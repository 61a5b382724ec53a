"""What an agent earns, offers and owes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section
from exporter.manifest.text import Did


class Wallet(Section):
    """What it has."""

    REQUIRED = (
        "balance",
        "currency",
    )

    balance: float | None = Field(None, ge=0, description="How much.")
    currency: Literal["compute-credits", "task-tokens", "skill-points", "usd"] | None = Field(
        None, description="Of what."
    )


class Offering(Section):
    """Something it does for others."""

    REQUIRED = (
        "offering_id",
        "capability",
        "pricing_model",
        "price",
    )

    offering_id: str | None = Field(None, description="Identifier of the offer.")
    capability: str | None = Field(None, description="What is offered.")
    pricing_model: Literal["per-task", "per-hour", "subscription", "auction"] | None = Field(
        None, description="How it is paid for."
    )
    price: float | None = Field(None, ge=0, description="Price.")
    description: str | None = Field(None, description="What the buyer gets.")


class Bid(Section):
    """An offer to do a task."""

    REQUIRED = (
        "task_id",
        "bid_amount",
        "confidence",
    )

    task_id: str | None = Field(None, description="The task.")
    bid_amount: float | None = Field(None, ge=0, description="The price.")
    expected_completion_time: str | None = Field(None, description="When it would be done.")
    confidence: float | None = Field(None, ge=0, le=1, description="How sure it is of that, 0 to 1.")


class Marketplace(Section):
    """What it offers and asks for."""

    offerings: list[Offering] | None = Field(None, description="What it does for others.")
    bids: list[Bid] | None = Field(None, description="Tasks it would like to do.")


class Contract(Section):
    """An agreement with other agents."""

    REQUIRED = (
        "contract_id",
        "contract_type",
        "parties",
    )

    contract_id: str | None = Field(None, description="Identifier of the contract.")
    contract_type: Literal["service-agreement", "task-bounty", "skill-training", "team-formation"] | None = (
        Field(None, description="Kind of contract.")
    )
    parties: list[Did] | None = Field(None, description="Who agreed.")
    terms: dict[str, Any] | None = Field(None, description="What was agreed.")
    status: Literal["active", "completed", "cancelled", "disputed"] | None = Field(
        None, description="How it stands."
    )


class Transaction(Section):
    """One payment."""

    REQUIRED = (
        "transaction_id",
        "timestamp",
        "amount",
        "type",
    )

    transaction_id: str | None = Field(None, description="Identifier of the payment.")
    timestamp: str | None = Field(None, description="When.")
    amount: float | None = Field(None, description="How much.")
    type: Literal["earned", "spent", "transferred", "staked"] | None = Field(
        None, description="Which way it went."
    )
    description: str | None = Field(None, description="What for.")


class AgentEconomics(ClosedSection):
    """What an agent earns and spends."""

    wallet: Wallet | None = Field(None, description="What it has.")
    marketplace: Marketplace | None = Field(None, description="What it offers and asks for.")
    contracts: list[Contract] | None = Field(None, description="What it agreed to.")
    transaction_history: list[Transaction] | None = Field(None, description="What it was paid and has paid.")
