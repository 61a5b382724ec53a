"""A budget in another currency than prices have."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.reading import agent_spec, at, text_of
from .facts.wording import named
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    currency = text_of(at(agent_spec(context), "constraints", "cost", "currency"))
    if currency is not None and currency.strip().upper() != "USD":
        message = f"Costs are counted in US dollars, so that a budget in {named(currency)} cannot be kept."
        yield Finding(f"{message} Convert it to USD.", "/spec/constraints/cost/currency")


RULE = Rule(
    id="other-currency",
    severity=Severity.WARNING,
    title="The currency is not USD",
    why="Providers' prices are in US dollars, and nothing here knows exchange rates.",
    mend="Convert the amount, and write `currency: USD`.",
    check=check,
)
