"""A temperature for a model that does not take one."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.chat_models import named_models
from .facts.fixes import remove
from .facts.model_families import refuses_sampling
from .facts.reading import number
from .facts.wording import named
from .rule import Context, Finding, Rule

# 1 is their default, which they accept.
SETTINGS = ("temperature", "topP", "top_p")


def check(context: Context) -> Iterator[Finding]:
    for model in named_models(context):
        provider = model.provider.key if model.provider is not None else ""
        if model.model is None or not refuses_sampling(provider, model.model):
            continue
        for key in SETTINGS:
            if number(model.settings.get(key)) not in (None, 1.0):
                path = f"{model.path}/{key}"
                message = (
                    f"{named(model.model)} is a reasoning model and refuses requests with {key}. Leave"
                    " it out."
                )
                yield Finding(message, path, "key", remove(context, path, f'Remove "{key}"'))


RULE = Rule(
    id="sampling-of-reasoning-model",
    severity=Severity.WARNING,
    title="A reasoning model takes no temperature",
    why="OpenAI's reasoning models and Anthropic's newest answer 400 to a temperature or top-p other than 1.",
    mend="Remove the setting.",
    check=check,
)
