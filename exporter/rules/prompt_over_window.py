"""A system prompt that the model cannot hold."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.providers.prices import find_model

from .facts.chat_models import named_models
from .facts.prompts import written_prompts
from .facts.reading import agent_spec
from .facts.wording import named
from .rule import Context, Finding, Rule

CHARACTERS_PER_TOKEN = 4
# A prompt that fills most of the window leaves no room for tools, the conversation and an answer.
MOST_OF_WINDOW = 0.75
# No model has a window so small that a shorter prompt could fill it; this saves the look-up.
NEVER_TOO_LONG = 2_000


def check(context: Context) -> Iterator[Finding]:
    prompts = written_prompts(agent_spec(context))
    # The prompt is all of them, one after the other; the longest is where to begin.
    length = sum(len(text) for _, text in prompts)
    model = next(named_models(context), None)
    if length < NEVER_TOO_LONG or model is None or model.model is None or model.provider is None:
        return
    facts = find_model(model.provider.price_provider, model.model) if model.provider.price_provider else None
    window = facts.context_window if facts is not None else None
    tokens = length // CHARACTERS_PER_TOKEN
    if window is None or tokens < window * MOST_OF_WINDOW:
        return
    size = "more than" if tokens > window else "most of"
    yield Finding(
        f"The prompt has about {tokens:,} tokens, {size} the {window:,} that {named(model.model)} can"
        " read at once."
        " Shorten it, or use a model with a larger window.",
        max(prompts, key=lambda prompt: len(prompt[1]))[0],
    )


RULE = Rule(
    id="prompt-over-window",
    severity=Severity.WARNING,
    title="The prompt is too long for the model",
    why="The provider refuses a request that is longer than the model's window. Four characters count as"
    " a token.",
    mend="Shorten the prompt, or choose a model with a larger window.",
    check=check,
)
