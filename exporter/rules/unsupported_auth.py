"""A way to sign in to an API that the project's client does not know."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.tool_entries import HTTP_TYPES, tool_entries
from .facts.wording import named
from .rule import Context, Finding, Rule

SUPPORTED = frozenset({"none", "bearer", "token", "oauth", "oauth2", "basic", "api_key", "apikey"})


def check(context: Context) -> Iterator[Finding]:
    for entry in tool_entries(context):
        setting = entry.setting("auth.type", "config.auth.type", "authentication.type")
        if setting is None or entry.kind not in {*HTTP_TYPES, "mcp"}:
            continue
        path, kind = setting
        if kind.strip().lower().replace("-", "_") not in SUPPORTED:
            yield Finding(f"The project cannot sign in by {named(kind)}. Use bearer, basic or api_key.", path)


RULE = Rule(
    id="unsupported-auth",
    severity=Severity.WARNING,
    title="A tool signs in in a way that is not exported",
    why="The tool would call the API without credentials and be refused.",
    mend="Use `bearer`, `basic` or `api_key`, with the credential from the environment.",
    check=check,
    covers=("open-field",),
)
