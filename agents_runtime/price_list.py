"""Prices as plain values: an administrator's own before the price list's; the demo model costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from exporter.kit.events import CostSummary
from exporter.kit.pricing import Price, find_price
from exporter.kit.usage import Usage
from exporter.providers import PROVIDERS

MILLION = Decimal(1_000_000)
SET_HERE = "set by an administrator"
DEMO = "demo"


@dataclass(frozen=True)
class SetPrice(Price):
    """USD for a million tokens."""

    input_mtok: Decimal = Decimal(0)
    cached_mtok: Decimal = Decimal(0)
    cache_write_mtok: Decimal = Decimal(0)

    def cost(self, usage: Usage) -> Decimal:
        fresh = usage.prompt_tokens - usage.cached_tokens - usage.cache_write_tokens
        prompt = (
            fresh * self.input_mtok
            + usage.cached_tokens * self.cached_mtok
            + usage.cache_write_tokens * self.cache_write_mtok
        )
        return prompt / MILLION + usage.completion_tokens * self.per_output_token


def set_price_value(
    provider: str,
    model: str,
    since: str,
    input_mtok: Decimal,
    cached_mtok: Decimal,
    output_mtok: Decimal,
    cache_write_mtok: Decimal | None = None,
) -> SetPrice:
    """Without `cache_write_mtok`, tokens that go into a cache cost what others do."""
    units = {"input_mtok": input_mtok, "cached_mtok": cached_mtok, "output_mtok": output_mtok}
    if cache_write_mtok is not None:
        units["cache_write_mtok"] = cache_write_mtok
    return SetPrice(
        model=model,
        provider=provider,
        date=since,
        version=SET_HERE,
        unit_prices=" ".join(f"{name}={price:f}" for name, price in units.items()),
        per_output_token=output_mtok / MILLION,
        input_mtok=input_mtok,
        cached_mtok=cached_mtok,
        cache_write_mtok=input_mtok if cache_write_mtok is None else cache_write_mtok,
    )


@dataclass(frozen=True)
class DemoSummary(CostSummary):
    """A summary of what cost nothing, marked wherever it goes."""

    def as_dict(self) -> dict[str, Any]:
        return {**super().as_dict(), "demo": True}


class NoCharge(Price):
    """The demo model's price: known, and nothing."""

    def cost(self, usage: Usage) -> Decimal:
        return Decimal(0)


NO_CHARGE = NoCharge(DEMO, DEMO, "", "", "", Decimal(0))
OwnPrices = Mapping[tuple[str, str], SetPrice]


def price_of(provider: str, model: str, own: OwnPrices) -> Price | None:
    """`provider` is a key of PROVIDERS, or the demo model's name; None where no price is known."""
    if provider == DEMO:
        return NO_CHARGE
    found = own.get((provider, model))
    if found is not None:
        return found
    facts = PROVIDERS.get(provider)
    return find_price(facts.price_provider, model) if facts else None
