"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section
from exporter.manifest.text import Did


class AgentEconomicsWallet(Section):
    """AgentEconomicsWallet."""

    REQUIRED = ("balance", "currency",)

    balance: float | None = Field(None, ge=0, description="")
    currency: Literal["compute-credits", "task-tokens", "skill-points", "usd"] | None = Field(None, description="")


class AgentEconomicsMarketplaceOffering(Section):
    """AgentEconomicsMarketplaceOffering."""

    REQUIRED = ("offering_id", "capability", "pricing_model", "price",)

    offering_id: str | None = Field(None, description="")
    capability: str | None = Field(None, description="")
    pricing_model: Literal["per-task", "per-hour", "subscription", "auction"] | None = Field(None, description="")
    price: float | None = Field(None, ge=0, description="")
    description: str | None = Field(None, description="")


class AgentEconomicsMarketplaceBid(Section):
    """AgentEconomicsMarketplaceBid."""

    REQUIRED = ("task_id", "bid_amount", "confidence",)

    task_id: str | None = Field(None, description="")
    bid_amount: float | None = Field(None, ge=0, description="")
    expected_completion_time: str | None = Field(None, description="")
    confidence: float | None = Field(None, ge=0, le=1, description="")


class AgentEconomicsMarketplace(Section):
    """AgentEconomicsMarketplace."""

    offerings: list[AgentEconomicsMarketplaceOffering] | None = Field(None, description="")
    bids: list[AgentEconomicsMarketplaceBid] | None = Field(None, description="")


class AgentEconomicsContract(Section):
    """AgentEconomicsContract."""

    REQUIRED = ("contract_id", "contract_type", "parties",)

    contract_id: str | None = Field(None, description="")
    contract_type: Literal["service-agreement", "task-bounty", "skill-training", "team-formation"] | None = Field(None, description="")
    parties: list[Did] | None = Field(None, description="")
    terms: dict[str, Any] | None = Field(None, description="")
    status: Literal["active", "completed", "cancelled", "disputed"] | None = Field(None, description="")


class AgentEconomicsTransactionHistory(Section):
    """AgentEconomicsTransactionHistory."""

    REQUIRED = ("transaction_id", "timestamp", "amount", "type",)

    transaction_id: str | None = Field(None, description="")
    timestamp: str | None = Field(None, description="")
    amount: float | None = Field(None, description="")
    type: Literal["earned", "spent", "transferred", "staked"] | None = Field(None, description="")
    description: str | None = Field(None, description="")


class AgentEconomics(ClosedSection):
    """AgentEconomics."""

    wallet: AgentEconomicsWallet | None = Field(None, description="")
    marketplace: AgentEconomicsMarketplace | None = Field(None, description="")
    contracts: list[AgentEconomicsContract] | None = Field(None, description="")
    transaction_history: list[AgentEconomicsTransactionHistory] | None = Field(None, description="")

