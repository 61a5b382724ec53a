"""A provider that is known only when the project runs."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.chat_models import named_models
from .facts.environment import whole_reference
from .facts.fixes import replace_value
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for model in named_models(context):
        reference = whole_reference(model.settings.get("provider"))
        if reference is None or reference.default:
            continue
        guess = model.assumed_provider
        text = f"${{{reference.variable}:-{guess}}}"
        fix = replace_value(context, model.provider_path, text, f'Give the variable the default "{guess}"')
        yield Finding(
            f"The provider is read from {reference.variable}, which has no default: the export uses"
            f' "{guess}".',
            model.provider_path,
            fix=fix,
        )


RULE = Rule(
    id="provider-from-environment",
    severity=Severity.WARNING,
    title="The provider comes from the environment, without a default",
    why="A project is written for one provider: its client and requirements are decided at export, not at"
    " run time.",
    mend="Give the reference a default, as in `${LLM_PROVIDER:-anthropic}`, or name the provider.",
    check=check,
)
