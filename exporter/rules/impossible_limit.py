"""A limit of 0, or below."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.reading import agent_spec, at, number
from .rule import Context, Finding, Rule

# Of a budget 0 is kept to the letter; any other limit begins at 1, so that 0 is none.
BUDGETS = (("llm", "cost_tracking", "budget_limit_usd"), ("constraints", "cost", "maxCostPerDay"))
COUNTS = (
    ("constraints", "cost", "maxTokensPerDay"),
    ("constraints", "cost", "maxTokensPerRequest"),
    ("constraints", "performance", "timeoutSeconds"),
    ("constraints", "performance", "maxConcurrentRequests"),
    ("safety", "guardrails", "max_tool_calls"),
    ("safety", "guardrails", "max_execution_time_seconds"),
    ("safety", "rate_limiting", "requests_per_minute"),
    ("api", "rate_limit", "requests_per_minute"),
)


def check(context: Context) -> Iterator[Finding]:
    spec = agent_spec(context)
    for keys in (*BUDGETS, *COUNTS):
        amount = number(at(spec, *keys))
        # OSSA's schema itself refuses a budget below 0.
        if amount is None or amount > 0 or (keys == BUDGETS[0] and amount < 0):
            continue
        if keys in BUDGETS and amount == 0:
            meaning = "every run is refused. Raise it, or leave it out for no limit."
        else:
            meaning = "such a limit is left out, so that nothing is limited. Write a number above 0."
        yield Finding(f"{keys[-1]} is {amount:g}: {meaning}", "/".join(("/spec", *keys)))


RULE = Rule(
    id="impossible-limit",
    severity=Severity.WARNING,
    title="A limit is 0 or below",
    why="A budget of 0 refuses every run. Of any other limit nobody can say whether 0 means none or nothing.",
    mend="Write a number above 0, or leave the limit out.",
    check=check,
    covers=("schema-range", "open-field"),
)
