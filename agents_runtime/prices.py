"""Own prices of administrators: kept with a date, and applied to what was entered since."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from agents_runtime.ledger import correct_usage
from agents_runtime.models import LedgerEntry, OwnPrice
from agents_runtime.price_list import SetPrice, set_price_value
from exporter.kit.usage import Usage


def own_prices(day: date | None = None) -> dict[tuple[str, str], SetPrice]:
    """The own prices that hold on a day (today), by provider and model."""
    day = day or datetime.now(UTC).date()
    rows = OwnPrice.objects.filter(since__lte=day).order_by("since")
    return {(row.provider, row.model): _value(row) for row in rows}  # the latest wins


def set_price(
    provider: str,
    model: str,
    since: date,
    *,
    input_mtok: Decimal,
    output_mtok: Decimal,
    cached_mtok: Decimal | None,
    cache_write_mtok: Decimal | None = None,
    set_by: str,
) -> int:
    """Set a price from a day on, and correct what was entered since; returns how many entries that was."""
    with transaction.atomic():
        row, _ = OwnPrice.objects.update_or_create(
            provider=provider,
            model=model,
            since=since,
            defaults={
                "input_mtok": input_mtok,
                "cached_mtok": cached_mtok,
                "cache_write_mtok": cache_write_mtok,
                "output_mtok": output_mtok,
                "set_by": set_by,
            },
        )
        price = _value(row)
        return sum(_correct(entry, price, since) for entry in _entries_of(row))


def _entries_of(row: OwnPrice) -> QuerySet[LedgerEntry]:
    """First entries from its day on, until another price begins."""
    same = OwnPrice.objects.filter(provider=row.provider, model=row.model)
    later = same.filter(since__gt=row.since).order_by("since").first()
    entries = LedgerEntry.objects.filter(
        correction=0, demo=False, provider=row.provider, model=row.model, created_at__date__gte=row.since
    )
    return entries if later is None else entries.filter(created_at__date__lt=later.since)


def _correct(entry: LedgerEntry, price: SetPrice, since: date) -> bool:
    """Whether it had to be."""
    made = correct_usage(
        entry,
        cost=price.cost(_usage_of(entry)),
        version=price.version,
        unit_prices=price.unit_prices,
        day=since,
    )
    return made is not None


def _value(row: OwnPrice) -> SetPrice:
    cached = row.input_mtok if row.cached_mtok is None else row.cached_mtok
    assert row.input_mtok is not None and cached is not None and row.output_mtok is not None
    since, written = row.since.isoformat(), row.cache_write_mtok
    return set_price_value(row.provider, row.model, since, row.input_mtok, cached, row.output_mtok, written)


def _usage_of(entry: LedgerEntry) -> Usage:
    return Usage(
        entry.prompt_tokens,
        entry.completion_tokens,
        entry.cached_tokens,
        entry.cache_write_tokens,
        entry.reasoning_tokens,
    )
