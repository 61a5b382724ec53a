"""An agent that does not say which chat model answers."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.providers import DEFAULT_PROVIDER, PROVIDERS

from .facts.chat_models import model_section
from .facts.fixes import insert_entry
from .facts.reading import agent_spec, is_agent
from .rule import Context, Finding, Rule

DEFAULT_MODEL = PROVIDERS[DEFAULT_PROVIDER].default_model


def check(context: Context) -> Iterator[Finding]:
    section = model_section(context)
    written = agent_spec(context).get(section or "llm")
    if not is_agent(context) or (section is not None and written != {}):
        return
    message = f'No chat model is named: the export uses "{DEFAULT_MODEL}" of provider "{DEFAULT_PROVIDER}".'
    settings = {"provider": DEFAULT_PROVIDER, "model": DEFAULT_MODEL}
    fix = insert_entry(context, "/spec", "llm", settings, "Write the default provider and model down")
    yield Finding(message, "/spec/llm" if "llm" in agent_spec(context) else "/spec", "key", fix)


RULE = Rule(
    id="missing-llm",
    severity=Severity.WARNING,
    title="No chat model is named",
    why="The export takes a default, and the default may change with the studio's version.",
    mend="Write `spec.llm` with a `provider` and a `model`.",
    check=check,
    covers=("schema-required",),
)
