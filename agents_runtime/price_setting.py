"""Sets an own price from a day on, and applies it to what was entered since."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from agents_runtime.ledger import correct_by_price
from agents_runtime.models import LedgerEntry, OwnPrice
from agents_runtime.prices import value_of


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
    """USD for a million tokens. Returns how many entries had to be corrected.

    The price is committed first: what is entered while others are corrected is entered by it already.
    """
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
    price = value_of(row)
    return sum(correct_by_price(entry, price) is not None for entry in _entries_of(row))


def _entries_of(row: OwnPrice) -> QuerySet[LedgerEntry]:
    """First entries from its day on, until another price begins."""
    same = OwnPrice.objects.filter(provider=row.provider, model=row.model)
    later = same.filter(since__gt=row.since).order_by("since").first()
    entries = LedgerEntry.objects.filter(
        correction=0, demo=False, provider=row.provider, model=row.model, created_at__date__gte=row.since
    )
    return entries if later is None else entries.filter(created_at__date__lt=later.since)
