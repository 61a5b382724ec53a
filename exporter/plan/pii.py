"""What the manifest says about personal data → what happens to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from exporter.agent_plan import PiiRule

from .place import Place

Action = Literal["block", "redact", "warn"]

# Those of LangChain's middleware, and those the kit has patterns for.
KINDS = ("email", "credit_card", "ip", "mac_address", "url", "phone", "ssn", "api_key", "private_key")
Kinds = dict[str, Place | None]
"""Kinds of data, each with the place that names it."""
USUAL_KINDS: Kinds = dict.fromkeys(("email", "phone", "ssn", "credit_card"))
FILTERED: dict[str, Kinds] = {"pii": USUAL_KINDS, "credentials": {"api_key": None}}
SAID_BEFORE = "another place says already what happens to this data"
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
        if kinds.keys() <= rules.keys():
            section.disregard(SAID_BEFORE)
        for kind, place in kinds.items():
            if kind in rules and place is not None:
                place.mark("unsupported", SAID_BEFORE)
            rules.setdefault(kind, PiiRule(kind, action))
    return tuple(rules.values())


def _sections(spec: Place) -> Iterator[tuple[Place, Kinds, Action]]:
    safety = spec["safety"]
    for section in (safety["pii_detection"], safety.at("guardrails.pii_detection")):
        if section.exists and _is_on(section):
            yield section, _kinds(section.first("types", "categories", "entities")), _action(section)
    for entry in safety["input_filters"].items():
        if entry["type"].value in ("pii_detection", "pii"):
            entry["type"].mark("honoured")
            yield entry, _kinds(entry.first("types", "categories")), _action(entry)
    filtering = safety["content_filtering"]
    kinds: Kinds = {}
    for category in filtering["categories"].items():
        if isinstance(category.value, str) and category.value in FILTERED:
            category.mark("honoured")
            kinds |= FILTERED[category.value]
    if kinds and _is_on(filtering):
        yield filtering, kinds, _action(filtering)
    handling = spec.at("compliance.pii_handling")
    if handling.value in ("redact", "anonymize"):
        handling.mark("honoured", "personal data is redacted before the chat model sees it")
        yield handling, dict(USUAL_KINDS), "redact"


def _is_on(section: Place) -> bool:
    if section["enabled"].flag() is False:
        section.mark_below("metadata", "switched off")
        return False
    return True


def _action(section: Place) -> Action:
    action: Action | None = section["action"].choice(ACTIONS, 'expected "block", "redact" or "warn"')
    return action or "redact"


def _kinds(place: Place) -> Kinds:
    if not place.exists:
        return dict(USUAL_KINDS)
    kinds: Kinds = {}
    for entry in place.items():
        kind = entry.choice(KIND_WORDS, "no kind of personal data we can recognise")
        if kind in kinds:
            entry.mark("unsupported", SAID_BEFORE)
        elif kind is not None:
            kinds[kind] = entry
    return kinds
