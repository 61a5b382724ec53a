"""`manage.py set_price`: an administrator's own price of a model, from a day on."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agents_runtime.price_setting import set_price
from exporter.providers import PROVIDERS

MOST = Decimal(1_000_000)


class Command(BaseCommand):
    help = "Set what a model costs, in USD for a million tokens; what was entered since then is corrected."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("provider", help=f"one of {', '.join(sorted(PROVIDERS))}")
        parser.add_argument("model", help="as the ledger names it")
        parser.add_argument("--input", required=True, metavar="USD", help="a million tokens in")
        parser.add_argument("--output", required=True, metavar="USD", help="a million tokens out")
        parser.add_argument("--cached", metavar="USD", help="a million tokens read from a cache (--input)")
        parser.add_argument("--cache-write", metavar="USD", help="a million tokens into a cache (--input)")
        parser.add_argument("--from", dest="since", metavar="DATE", help="first day, YYYY-MM-DD UTC (today)")

    def handle(self, *args: Any, **options: Any) -> None:
        provider, model = options["provider"], options["model"].strip()
        if provider not in PROVIDERS:
            raise CommandError(f'There is no provider "{provider}"; expected {", ".join(sorted(PROVIDERS))}.')
        if not 0 < len(model) <= 200:
            raise CommandError("The model's name has 1 to 200 characters.")
        cached, cache_write = options["cached"], options["cache_write"]
        since = _day(options["since"])
        corrected = set_price(
            provider,
            model,
            since,
            input_mtok=_price("--input", options["input"]),
            output_mtok=_price("--output", options["output"]),
            cached_mtok=None if cached is None else _price("--cached", cached),
            cache_write_mtok=None if cache_write is None else _price("--cache-write", cache_write),
            set_by=f"{getpass.getuser()}, manage.py set_price"[:150],
        )
        entries = {0: "No entry had to be corrected", 1: "1 entry was corrected"}
        told = entries.get(corrected, f"{corrected} entries were corrected")
        self.stdout.write(f"The price of {provider}/{model} is set from {since} on. {told}.")


def _price(option: str, text: str) -> Decimal:
    try:
        price = Decimal(text)
    except InvalidOperation:
        raise CommandError(f'{option} is "{text}"; expected USD for a million tokens, as 0.15.') from None
    if not price.is_finite() or not 0 <= price <= MOST:
        raise CommandError(f'{option} is "{text}"; expected a price from 0 to {MOST:,}.')
    return price


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f'--from is "{text}"; expected a day, as 2026-01-31.') from None
