"""What a model request costs, by the price list of genai-prices. No price known is None, never 0."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

import genai_prices

from .usage import Usage


@dataclass(frozen=True)
class Price:
    """One model's price. `per_output_token` is for the running estimate; `cost` knows caches and tiers."""

    model: str
    provider: str
    date: str
    version: str
    unit_prices: str
    per_output_token: Decimal

    def cost(self, usage: Usage) -> Decimal:
        return genai_prices.calc_price(
            _priced_usage(usage), self.model, provider_id=self.provider
        ).total_price


def find_price(provider: str | None, model: str) -> Price | None:
    """Today's price of the model, None where the list has none."""
    return _find_price(provider, model, datetime.now(UTC).date().isoformat()) if provider else None


@lru_cache(maxsize=256)
def _find_price(provider: str, model: str, date: str) -> Price | None:
    try:
        one = genai_prices.calc_price(genai_prices.Usage(output_tokens=1), model, provider_id=provider)
    except LookupError:
        return None
    return Price(
        model=model,
        provider=provider,
        date=date,
        version=f"genai-prices {genai_prices.__version__}",
        unit_prices=str(one.model_price),
        per_output_token=one.total_price,
    )


def _priced_usage(usage: Usage) -> genai_prices.Usage:
    return genai_prices.Usage(
        input_tokens=usage.prompt_tokens,
        cache_read_tokens=usage.cached_tokens,
        cache_write_tokens=usage.cache_write_tokens,
        output_tokens=usage.completion_tokens,
        output_reasoning_tokens=usage.reasoning_tokens,
    )
