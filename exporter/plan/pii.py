"""What the manifest says about personal data → what happens to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from exporter.agent_plan import PiiRule

from .place import Place

Action = Literal["block", "redact", "warn"]

# Those of LangChain's middleware, and those the kit has patterns for.
KINDS = ("email", "credit_card", "ip", "mac_address", "url", "phone", "ssn", "api_key")
USUAL_KINDS = ("email", "phone", "ssn", "credit_card")
KIND_WORDS = {kind: kind for kind in KINDS} | {
    "emails": "email",
    "email_address": "email",
    "phone_number": "phone",
    "creditcard": "credit_card",
    "ip_address": "ip",
    "social_security_number": "ssn",
    "credentials": "api_key",
    "secret": "api_key",
    "secrets": "api_key",
}
ACTIONS: dict[str, Action] = {
    "block": "block",
    "reject": "block",
    "deny": "block",
    "redact": "redact",
    "mask": "redact",
    "anonymize": "redact",
    "remove": "redact",
    "warn": "warn",
    "log": "warn",
    "flag": "warn",
}


def plan_pii(spec: Place) -> tuple[PiiRule, ...]:
    """One rule for each kind of data: where several sections name one, the first counts."""
    rules: dict[str, PiiRule] = {}
    for section, kinds, action in _sections(spec):
        if set(kinds) <= rules.keys():
            section.disregard("another section says already what happens to this data")
        for kind in kinds:
            rules.setdefault(kind, PiiRule(kind, action))
    return tuple(rules.values())


def _sections(spec: Place) -> Iterator[tuple[Place, tuple[str, ...], Action]]:
    safety = spec["safety"]
    for section in (safety["pii_detection"], safety.at("guardrails.pii_detection")):
        if section.exists and _is_on(section):
            yield section, _kinds(section.first("types", "categories", "entities")), _action(section)
    for entry in safety["input_filters"].items():
        if entry["type"].value in ("pii_detection", "pii"):
            entry["type"].mark("honoured")
            yield entry, _kinds(entry.first("types", "categories")), _action(entry)
    filtering = safety["content_filtering"]
    personal = [
        category for category in filtering["categories"].items() if category.value in ("pii", "credentials")
    ]
    if personal and _is_on(filtering):
        named = {category.value for category in personal}
        for category in personal:
            category.mark("honoured")
        kinds = (*(USUAL_KINDS if "pii" in named else ()), *(("api_key",) if "credentials" in named else ()))
        yield filtering, kinds, _action(filtering)
    handling = spec.at("compliance.pii_handling")
    if handling.value in ("redact", "anonymize"):
        handling.mark("honoured", "personal data is redacted before the chat model sees it")
        yield handling, USUAL_KINDS, "redact"


def _is_on(section: Place) -> bool:
    if section["enabled"].flag() is False:
        section.mark_below("metadata", "switched off")
        return False
    return True


def _action(section: Place) -> Action:
    action: Action | None = section["action"].choice(ACTIONS, 'expected "block", "redact" or "warn"')
    return action or "redact"


def _kinds(place: Place) -> tuple[str, ...]:
    if not place.exists:
        return USUAL_KINDS
    kinds = [entry.choice(KIND_WORDS, "no kind of personal data we can recognise") for entry in place.items()]
    return tuple(dict.fromkeys(kind for kind in kinds if kind is not None))
