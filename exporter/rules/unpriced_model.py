"""A model whose price is unknown, so that nobody can say what a run costs."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.providers.prices import closest_model, find_model
from exporter.providers.retirements import find_retirement

from .facts.chat_models import named_models
from .facts.environment import whole_reference
from .facts.fixes import replace_value
from .facts.wording import named
from .model_of_another_provider import other_maker
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for model in named_models(context):
        provider, name = model.provider, model.model
        if provider is None or name is None or provider.price_provider is None:
            continue
        facts = find_model(provider.price_provider, name)
        known = (facts is not None and facts.priced) or find_retirement(provider.key, name) is not None
        if known or other_maker(model) is not None:
            continue
        meant = None if model.has_own_server else closest_model(provider.price_provider, name)
        if meant is not None and find_retirement(provider.key, meant) is not None:
            meant = None
        fix = None
        if meant is not None and whole_reference(model.settings[model.model_key]) is None:
            fix = replace_value(context, model.model_path, meant, f'Change the model to "{meant}"')
        hint = (
            f' Did you mean "{meant}"?'
            if meant
            else " Costs will be shown as unknown, and budgets cannot stop it."
        )
        yield Finding(
            f"No price is known for {named(name)} of {provider.title}.{hint}", model.model_path, fix=fix
        )


RULE = Rule(
    id="unpriced-model",
    severity=Severity.WARNING,
    title="No price is known for the model",
    why="Costs are shown as unknown, never as 0, and a budget in dollars cannot stop a run. Often it is a"
    " typing error.",
    mend="Check the spelling against the provider's list of models.",
    check=check,
)
