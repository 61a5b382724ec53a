"""Which `${VAR}`s a plan refers to, and the keys it could use: what a person may type for a session."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from exporter.agent_plan import AgentPlan, EnvRef, EnvText, HttpAuth, MemoryPlan
from exporter.kit.environment import REFERENCE
from exporter.providers import PROVIDERS

SECRET = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL", re.IGNORECASE)


def variables_of(plan: AgentPlan, typed: Mapping[str, str], key_variable: str | None) -> list[dict[str, Any]]:
    """As the page shows them: values are never among them, only whether there is one."""
    found: dict[str, str | None] = {}
    for name, default in _references(plan):
        found[name] = found.get(name) or default
    if key_variable is not None:
        found.setdefault(key_variable, None)
    provider_keys = {name for provider in PROVIDERS.values() for name in provider.key_variables}
    return [
        {
            "name": name,
            "default": default,
            "set": bool(typed.get(name)),
            "secret": name in provider_keys or bool(SECRET.search(name)),
        }
        for name, default in sorted(found.items())
    ]


def _references(value: object) -> Iterator[tuple[str, str | None]]:
    match value:
        case EnvRef(variable=variable, default=default):
            yield variable, default
        case EnvText(text=text):
            yield from ((found[1], found[2]) for found in REFERENCE.finditer(text))
        case HttpAuth(variable=variable):
            yield variable, None
        case _:
            for part in _parts(value):
                yield from _references(part)


def _parts(value: object) -> list[object]:
    if isinstance(value, MemoryPlan):
        return []  # the playground remembers through its sessions
    if isinstance(value, Mapping):
        return list(value.values())
    if isinstance(value, tuple | list):
        return [*value]
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    return []
