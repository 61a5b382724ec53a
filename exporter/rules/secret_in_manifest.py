"""A key, token or password written into the manifest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.diagnostics import Fix, Severity
from exporter.nodes import split_pointer

from .facts.fixes import replace_value
from .facts.reading import scalars
from .facts.secret_patterns import find_secret
from .facts.tool_addresses import tool_addresses
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    # Credentials in a tool's address are told about by a rule of their own.
    addresses = {found.path for found in tool_addresses(context) if found.address.has_credentials}
    for path, text in scalars(context.document.plain):
        kind = find_secret(text)
        if kind is not None and path not in addresses:
            yield Finding(
                f"This looks like {kind}. Write a reference such as {_reference(path)} instead, and change the secret:"
                " the manifest is shipped with the project.",
                path,
                fix=_fix(context, path, text),
            )


def _reference(path: str) -> str:
    """`${WEATHER_API_KEY}` for /spec/tools/0/config/weather_api_key."""
    last = next((part for part in reversed(split_pointer(path)) if not part.isdecimal()), "")
    name = re.sub(r"[^A-Za-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", last[:40])).strip("_").upper()
    return f"${{{name if name and not name[0].isdigit() else 'SECRET'}}}"


def _fix(context: Context, path: str, text: str) -> Fix | None:
    """Only where the secret is the whole value: prose around it would be lost."""
    if len(text.split()) > 1 or "${" in text:
        return None
    return replace_value(context, path, _reference(path), f"Read it from the environment: {_reference(path)}")


RULE = Rule(
    id="secret-in-manifest",
    severity=Severity.ERROR,
    title="A secret is written in the manifest",
    why="The manifest is part of the exported project, and manifests are shared and committed. The secret itself is"
    " never repeated in a diagnostic.",
    mend="Write `${NAME}` in its place, set the variable where the agent runs, and revoke the secret.",
    check=check,
)
