"""A provider that nobody knows, or that OSSA calls otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.providers import PROVIDERS

from .facts.chat_models import named_models
from .facts.environment import whole_reference
from .facts.fixes import replace_value
from .facts.provider_names import provider_key
from .facts.wording import closest, named
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for model in named_models(context):
        name = model.provider_name
        if name is None or name in PROVIDERS:
            continue
        known = model.provider
        meant = known.key if known is not None else closest(provider_key(name), list(PROVIDERS))
        if known is not None:
            said = f'OSSA calls the provider {named(name)} "{meant}".'
        else:
            hint = f' Did you mean "{meant}"?' if meant else ""
            said = (
                f"There is no provider {named(name)}: it is taken for a server that speaks OpenAI's"
                f" API.{hint}"
            )
        fix = None
        if meant is not None:
            reference = whole_reference(model.settings["provider"])
            text = meant if reference is None else f"${{{reference.variable}:-{meant}}}"
            fix = replace_value(context, model.provider_path, text, f'Change the provider to "{meant}"')
        yield Finding(said, model.provider_path, fix=fix)


RULE = Rule(
    id="unknown-provider",
    severity=Severity.WARNING,
    title="The provider is unknown",
    why="There is no client for it. The project then talks to the server that `CUSTOM_BASE_URL` names, as"
    " to any that"
    " speaks OpenAI's API.",
    mend="Use one of the providers that OSSA names, or `custom` with the address of an OpenAI-compatible"
    " server.",
    check=check,
    covers=("schema-enum", "schema-pattern"),
)
