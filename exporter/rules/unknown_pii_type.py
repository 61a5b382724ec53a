"""A kind of personal data that nothing recognises."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.fixes import replace_value
from .facts.reading import agent_spec, at
from .facts.wording import closest, listed, named
from .rule import Context, Finding, Rule

KINDS = ("email", "phone", "ssn", "credit_card", "ip", "mac_address", "url", "api_key", "private_key")
OTHER_NAMES = frozenset(
    {"emails", "email_address", "phone_number", "creditcard", "ip_address", "social_security_number"}
    | {"credentials", "secret", "secrets"}
)


def check(context: Context) -> Iterator[Finding]:
    section = at(agent_spec(context), "safety", "pii_detection")
    types = at(section, "types")
    if at(section, "enabled") is False or not isinstance(types, list):
        return
    for index, kind in enumerate(types):
        if not isinstance(kind, str) or kind.strip().lower().replace("-", "_").replace(" ", "_") in {
            *KINDS,
            *OTHER_NAMES,
        }:
            continue
        path = f"/spec/safety/pii_detection/types/{index}"
        meant = closest(kind, KINDS)
        hint = f'Did you mean "{meant}"?' if meant else f"Known are {listed(KINDS, 'and')}."
        fix = replace_value(context, path, meant, f'Change it to "{meant}"') if meant else None
        yield Finding(f"Nothing recognises personal data of type {named(kind)}. {hint}", path, fix=fix)


RULE = Rule(
    id="unknown-pii-type",
    severity=Severity.WARNING,
    title="A type of personal data is unknown",
    why="What is not recognised is neither blocked nor redacted.",
    mend="Use the types named in the message, or look for this one in the tools themselves.",
    check=check,
)
