"""More tokens for an answer than the model can hold."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.providers.prices import find_model

from .facts.chat_models import named_models
from .facts.reading import number
from .facts.wording import named
from .rule import Context, Finding, Rule

# No model has a smaller window than this, so that a look-up can be saved.
NEVER_TOO_MANY = 2_000


def check(context: Context) -> Iterator[Finding]:
    for model in named_models(context):
        key = "maxTokens" if "maxTokens" in model.settings else "max_tokens"
        wanted = number(model.settings.get(key))
        provider = model.provider
        if wanted is None or wanted <= NEVER_TOO_MANY or model.model is None or provider is None:
            continue
        facts = find_model(provider.price_provider, model.model) if provider.price_provider else None
        if facts is not None and facts.context_window is not None and wanted >= facts.context_window:
            message = (
                f"{key} is {wanted:,.0f}, and {named(model.model)} holds {facts.context_window:,} tokens"
                " in all."
            )
            yield Finding(f"{message} Lower it.", f"{model.path}/{key}")


RULE = Rule(
    id="answer-over-window",
    severity=Severity.WARNING,
    title="The answer may be longer than the model's window",
    why="Prompt, conversation and answer share one window; the provider refuses a request that asks for"
    " more.",
    mend="Lower `maxTokens`, or choose a model with a larger window.",
    check=check,
)
