"""A model that its provider has switched off, or said it will."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.providers.prices import find_model
from exporter.providers.retirements import find_retirement

from .facts.chat_models import NamedModel, named_models
from .facts.environment import whole_reference
from .facts.fixes import replace_value
from .facts.wording import named
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for model in named_models(context):
        if model.provider is not None and model.model is not None and not model.has_own_server:
            yield from _check_model(context, model, model.model)


def _check_model(context: Context, model: NamedModel, name: str) -> Iterator[Finding]:
    assert model.provider is not None
    title = model.provider.title
    retirement = find_retirement(model.provider.key, name)
    if retirement is not None:
        when = "switched" if retirement.over else "will switch"
        reference = whole_reference(model.settings[model.model_key])
        text = retirement.replacement
        yield Finding(
            f"{title} {when} {named(name)} off on {retirement.day}. Use its replacement"
            f' "{retirement.replacement}".',
            model.model_path,
            fix=replace_value(
                context,
                model.model_path,
                text if reference is None else f"${{{reference.variable}:-{text}}}",
                f'Change the model to "{text}"',
            ),
            severity=Severity.WARNING if retirement.over else Severity.HINT,
        )
        return
    facts = find_model(model.provider.price_provider, name) if model.provider.price_provider else None
    if facts is not None and facts.deprecated:
        message = (
            f"{title} has deprecated {named(name)} and may switch it off. Choose one of its current models."
        )
        yield Finding(message, model.model_path)


RULE = Rule(
    id="deprecated-model",
    severity=Severity.WARNING,
    title="The model is switched off, or will be",
    why="From that day on the provider refuses every request. While the day is still to come, this is a"
    " hint.",
    mend="Use the replacement that the provider recommends, and try the agent with it.",
    check=check,
)
