"""A fallback that is the very model it stands in for."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.chat_models import NamedModel, named_models
from .facts.fixes import remove
from .facts.wording import named
from .rule import Context, Finding, Rule


def _identity(model: NamedModel) -> tuple[str, str, str]:
    address = next(
        (str(model.settings[key]) for key in ("base_url", "baseUrl") if model.settings.get(key)), ""
    )
    return str(model.settings.get("provider")), str(model.settings.get("model")), address


def check(context: Context) -> Iterator[Finding]:
    seen: set[tuple[str, str, str]] = set()
    for model in named_models(context):
        identity = _identity(model)
        if identity in seen and model.settings.get("model"):
            message = (
                f"The fallback {named(model.settings['model'])} was already tried before it. Name"
                " another model."
            )
            yield Finding(message, model.path, fix=remove(context, model.path, "Remove this fallback"))
        seen.add(identity)


RULE = Rule(
    id="same-fallback",
    severity=Severity.WARNING,
    title="A fallback repeats a model",
    why="When a model fails, asking it once more under the name of a fallback only costs time; retries do"
    " that already.",
    mend="Name a model of another provider, or remove the fallback.",
    check=check,
)
