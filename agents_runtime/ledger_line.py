"""A line of the ledger as plain values: what it keeps of one model request."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from agents_runtime.storable import storable
from exporter.kit.usage import RequestUsage


@dataclass(frozen=True)
class Line:
    """What the ledger keeps of one model request; money is USD as text, None where no price is known."""

    request: int
    provider: str
    model: str
    prompt_tokens: int
    cached_tokens: int
    cache_write_tokens: int
    completion_tokens: int
    reasoning_tokens: int
    reported: bool
    demo: bool
    cost: str | None
    unit_prices: str
    price_version: str
    price_date: str | None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def line_of(request: RequestUsage, provider: str, demo: bool) -> Line:
    """The line of a model request as it stands; `provider` is ours, whatever the price list calls it."""
    usage, price, cost = request.usage, request.price, request.cost
    return Line(
        request=request.number,
        provider=provider,
        model=storable(request.model)[:200],
        prompt_tokens=usage.prompt_tokens,
        cached_tokens=usage.cached_tokens,
        cache_write_tokens=usage.cache_write_tokens,
        completion_tokens=usage.completion_tokens,
        reasoning_tokens=usage.reasoning_tokens,
        reported=request.reported is not None,
        demo=demo,
        cost=None if cost is None else str(cost),
        unit_prices=price.unit_prices if price else "",
        price_version=price.version if price else "",
        price_date=(price.date or None) if price else None,
    )
