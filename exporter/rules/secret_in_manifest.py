"""A key, token or password written into the manifest."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Fix, Severity

from .facts.fixes import replace_value
from .facts.reading import is_agent, scalars
from .facts.secret_patterns import find_secret
from .facts.tool_addresses import tool_addresses
from .facts.variable_names import variable_for
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    # The whole text first, since most have none; JSON may write "/" as "\\/".
    if find_secret(context.document.text.replace("\\/", "/")) is None:
        return
    # Credentials in a tool's address are told about by a rule of their own.
    addresses = {found.path for found in tool_addresses(context) if found.address.has_credentials}
    reason = "the manifest is shipped with the project" if is_agent(context) else "manifests are shared"
    for path, text in scalars(context.document.plain):
        kind = find_secret(text)
        if kind is not None and path not in addresses:
            reference = f"${{{variable_for(path, context.document.plain)}}}"
            message = f"This looks like {kind}, and {reason}."
            message += f" Write a reference such as {reference} instead, and change the secret."
            yield Finding(message, path, fix=_fix(context, path, text, reference))


def _fix(context: Context, path: str, text: str, reference: str) -> Fix | None:
    """Only where the secret is the whole value: prose around it would be lost."""
    if len(text.split()) > 1 or "${" in text:
        return None
    return replace_value(context, path, reference, f"Read it from the environment: {reference}")


RULE = Rule(
    id="secret-in-manifest",
    severity=Severity.ERROR,
    title="A secret is written in the manifest",
    why="The manifest is part of the exported project, and manifests are shared and committed. The secret"
    " itself is"
    " never repeated in a diagnostic.",
    mend="Write `${NAME}` in its place, set the variable where the agent runs, and revoke the secret.",
    check=check,
    every_kind=True,
)
