"""Own prices of administrators, as they are kept: each with the day from which it holds."""

from __future__ import annotations

from datetime import UTC, date, datetime

from agents_runtime.models import OwnPrice
from agents_runtime.price_list import SetPrice, set_price_value


def own_prices(day: date | None = None) -> dict[tuple[str, str], SetPrice]:
    """The own prices that hold on a day (today), by provider and model."""
    day = day or datetime.now(UTC).date()
    rows = OwnPrice.objects.filter(since__lte=day).order_by("since")
    return {(row.provider, row.model): value_of(row) for row in rows}  # the latest wins


def value_of(row: OwnPrice) -> SetPrice:
    cached = row.input_mtok if row.cached_mtok is None else row.cached_mtok
    assert row.input_mtok is not None and cached is not None and row.output_mtok is not None
    since, written = row.since.isoformat(), row.cache_write_mtok
    return set_price_value(row.provider, row.model, since, row.input_mtok, cached, row.output_mtok, written)
