"""A model that its provider does not have, because it is another one's."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.providers import PROVIDERS

from .facts.chat_models import NamedModel, named_models
from .facts.environment import whole_reference
from .facts.fixes import replace_value
from .facts.model_families import MAKERS, family_of
from .facts.wording import named
from .rule import Context, Finding, Rule


def other_maker(model: NamedModel) -> str | None:
    """The provider whose model this is, when it is surely not the one that is named."""
    if (
        model.model is None
        or model.provider is None
        or model.provider.key not in MAKERS
        or model.has_own_server
    ):
        return None
    maker = family_of(model.model)
    return maker if maker != model.provider.key else None


def check(context: Context) -> Iterator[Finding]:
    for model in named_models(context):
        maker = other_maker(model)
        if maker is None or model.provider is None:
            continue
        reference = whole_reference(model.settings["provider"])
        text = maker if reference is None else f"${{{reference.variable}:-{maker}}}"
        title = PROVIDERS[maker].title
        yield Finding(
            f"{named(model.model)} is a model of {title}, and the provider is {model.provider.title}:"
            " requests fail.",
            model.model_path,
            fix=replace_value(context, model.provider_path, text, f'Change the provider to "{maker}"'),
        )


RULE = Rule(
    id="model-of-another-provider",
    severity=Severity.WARNING,
    title="The model belongs to another provider",
    why='The provider answers every request with "no such model".',
    mend="Change the provider, or name one of its own models.",
    check=check,
)
