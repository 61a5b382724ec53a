"""A chat model without its provider."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.chat_models import named_models
from .facts.fixes import insert_entry, replace_value
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for named in named_models(context):
        if named.settings.get("provider") not in (None, ""):
            continue
        guess = named.assumed_provider
        title = f'Set the provider to "{guess}"'
        if "provider" in named.settings:
            fix = replace_value(context, named.provider_path, guess, title)
            path = named.provider_path
        else:
            fix = insert_entry(context, named.path, "provider", guess, title)
            path = named.path
        yield Finding(
            f'The provider is missing: the export takes "{guess}".',
            path,
            "key",
            fix,
        )


RULE = Rule(
    id="missing-provider",
    severity=Severity.WARNING,
    title="A chat model has no provider",
    why="Without a provider the model's name alone does not say whom to ask; the export takes the one"
    " whose models are called so, or `openai`.",
    mend="Add `provider`, one of those that OSSA names.",
    check=check,
    covers=("schema-required", "schema-type", "schema-enum"),
)
