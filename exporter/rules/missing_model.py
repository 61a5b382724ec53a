"""A provider without the model that shall answer."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.chat_models import named_models
from .facts.fixes import insert_entry, replace_value
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for named in named_models(context):
        if named.settings.get(named.model_key) not in (None, "") or named.provider is None:
            continue
        model = named.provider.default_model
        title = f'Set the model to "{model}"'
        if "model" in named.settings:
            path, fix = named.model_path, replace_value(context, named.model_path, model, title)
        else:
            path, fix = named.path, insert_entry(context, named.path, "model", model, title)
        yield Finding(
            f'The model is missing: the export uses "{model}" of {named.provider.title}.', path, "key", fix
        )


RULE = Rule(
    id="missing-model",
    severity=Severity.WARNING,
    title="No model is named",
    why="The export takes the provider's default model, and the default may change with the studio's"
    " version.",
    mend="Add `model`, spelled as the provider spells it.",
    check=check,
    covers=("schema-required", "schema-type"),
)
