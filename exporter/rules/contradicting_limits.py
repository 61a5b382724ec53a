"""A limit that another limit makes pointless or impossible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from exporter.diagnostics import Severity

from .facts.reading import agent_spec, at, number
from .rule import Context, Finding, Rule

DURATION = re.compile(r"([0-9]{1,9})(s|m|h)")
SECONDS = {"s": 1, "m": 60, "h": 3600}


@dataclass(frozen=True)
class Order:
    """The first must not be greater than the second."""

    smaller: tuple[str, ...]
    greater: tuple[str, ...]
    consequence: str


ORDERS = (
    Order(
        ("llm", "cost_tracking", "budget_alert_threshold"),
        ("llm", "cost_tracking", "budget_limit_usd"),
        "the alert would never come",
    ),
    Order(
        ("llm", "maxTokens"),
        ("constraints", "cost", "maxTokensPerRequest"),
        "an answer of full length would break the limit of a request",
    ),
    Order(
        ("llm", "max_tokens"),
        ("constraints", "cost", "maxTokensPerRequest"),
        "an answer of full length would break the limit of a request",
    ),
    Order(
        ("constraints", "cost", "maxTokensPerRequest"),
        ("constraints", "cost", "maxTokensPerDay"),
        "one request could use up more than a day's tokens",
    ),
    Order(
        ("constraints", "cost", "maxCostPerDay"),
        ("llm", "cost_tracking", "budget_limit_usd"),
        "the whole budget is spent before the day's is",
    ),
    Order(
        ("llm", "retry_config", "initial_delay_ms"),
        ("llm", "retry_config", "max_delay_ms"),
        "the first wait is already longer than the longest one",
    ),
    Order(
        ("lifecycle", "turn_timeout"),
        ("constraints", "performance", "timeoutSeconds"),
        "the run would end before its turn may",
    ),
    Order(
        ("lifecycle", "turn_timeout"),
        ("safety", "guardrails", "max_execution_time_seconds"),
        "the run would end before its turn may",
    ),
    Order(
        ("constraints", "performance", "maxLatencySeconds"),
        ("constraints", "performance", "timeoutSeconds"),
        "a run would be cut off before it is late",
    ),
    Order(
        ("safety", "rate_limiting", "burst_limit"),
        ("safety", "rate_limiting", "requests_per_minute"),
        "a burst would be more than a minute allows",
    ),
)


def check(context: Context) -> Iterator[Finding]:
    spec = agent_spec(context)
    for order in ORDERS:
        smaller, greater = _amount(at(spec, *order.smaller)), _amount(at(spec, *order.greater))
        if smaller is not None and greater is not None and smaller > greater:
            yield Finding(
                f"{order.smaller[-1]} ({smaller:,g}) is more than {'.'.join(order.greater)} ({greater:,g}):"
                f" {order.consequence}. Change one of the two.",
                "/".join(("/spec", *order.smaller)),
            )


def _amount(value: object) -> float | None:
    """A number, or the seconds of "90s", "15m", "2h"."""
    duration = DURATION.fullmatch(value) if isinstance(value, str) else None
    return float(duration[1]) * SECONDS[duration[2]] if duration else number(value)


RULE = Rule(
    id="contradicting-limits",
    severity=Severity.WARNING,
    title="Two limits contradict each other",
    why="The narrower limit ends runs for which the other one still had room, or an alert comes too late.",
    mend="Change one of the two that the message names.",
    check=check,
)
