"""An API tool with a method that HTTP does not have."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.fixes import replace_value
from .facts.tool_entries import METHODS, tool_entries
from .facts.wording import closest, listed, named
from .rule import Context, Finding, Rule

KNOWN = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
OTHER_NAMES = {
    "fetch": "GET",
    "read": "GET",
    "query": "GET",
    "create": "POST",
    "send": "POST",
    "update": "PUT",
}


def check(context: Context) -> Iterator[Finding]:
    for entry in tool_entries(context):
        setting = entry.setting(*METHODS) if entry.calls_http else None
        if setting is None or setting[1].strip().upper() in KNOWN or "${" in setting[1]:
            continue
        path, text = setting
        guess = closest(text, [method.lower() for method in KNOWN])
        meant = OTHER_NAMES.get(text.strip().lower()) or (guess.upper() if guess else None)
        hint = f'Did you mean "{meant}"?' if meant else f"Methods are {listed(KNOWN)}."
        fix = replace_value(context, path, meant, f'Change the method to "{meant}"') if meant else None
        yield Finding(f"HTTP has no method {named(text)}. {hint}", path, fix=fix)


RULE = Rule(
    id="unknown-method",
    severity=Severity.WARNING,
    title="An API tool has an unknown method",
    why="The request would be refused by every server; the export takes GET, or POST where there are"
    " arguments to send.",
    mend="Use GET, POST, PUT, PATCH or DELETE.",
    check=check,
    covers=("open-field",),
)
