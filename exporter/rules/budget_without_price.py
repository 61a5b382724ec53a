"""A budget in dollars for a provider that has no price list."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.chat_models import named_models
from .facts.reading import agent_spec, at, number
from .rule import Context, Finding, Rule

BUDGETS = (("llm", "cost_tracking", "budget_limit_usd"), ("constraints", "cost", "maxCostPerDay"))


def check(context: Context) -> Iterator[Finding]:
    model = next(named_models(context), None)
    if model is None or model.provider is None or model.provider.price_provider is not None:
        return
    for keys in BUDGETS:
        if number(at(agent_spec(context), *keys)) is not None:
            message = (
                f"{model.provider.title} has no prices, so this budget stops nothing. Limit tokens instead."
            )
            yield Finding(message, "/".join(("/spec", *keys)))


RULE = Rule(
    id="budget-without-price",
    severity=Severity.WARNING,
    title="A budget cannot be kept without prices",
    why="For a model of one's own (Ollama, an OpenAI-compatible server) no price per token is known.",
    mend="Use `constraints.cost.maxTokensPerDay`, which counts tokens.",
    check=check,
)
