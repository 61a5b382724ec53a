"""Nothing is dropped silently: what the coverage says about a path is what planning does with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from exporter.agent_plan import AgentPlan
from exporter.errors import ExporterError
from exporter.nodes import join_pointer, split_pointer
from exporter.plan import Coverage, plan_agent
from tests.exporter.corpus import agents, require_corpus

require_corpus()
AGENTS = dict(agents())


def children(value: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def leaves(value: Any, pointer: str = "") -> Iterator[str]:
    paths = [(join_pointer(pointer, key), item) for key, item in children(value)]
    if pointer and not paths:
        yield pointer
    for path, item in paths:
        yield from leaves(item, path)


def every_path(value: Any, pointer: str = "") -> Iterator[str]:
    for key, item in children(value):
        path = join_pointer(pointer, key)
        yield path
        yield from every_path(item, path)


def value_at(document: Any, pointer: str) -> Any:
    for part in split_pointer(pointer):
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document


def with_value(document: Any, parts: list[str], value: Any) -> Any:
    """The document with another value in one place; it shares everything else with the original."""
    if not parts:
        return value
    key: Any = int(parts[0]) if isinstance(document, list) else parts[0]
    changed: Any = list(document) if isinstance(document, list) else dict(document)
    changed[key] = with_value(document[key], parts[1:], value)
    return changed


# Of a value that says the default anyway, only another known word shows that it is read.
OTHER_WORDS = (
    "none",
    "redis",
    "summary",
    "text",
    "error",
    "block",
    "warn",
    "google",
    "linear",
    "bearer",
    "PUT",
    "7",
)


def other_values(value: Any) -> Iterator[Any]:
    """Values near this one and far from it."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value + 1, value * 2 + 1, 1 if value != 1 else 2, 0.5)
    else:
        yield from (f"x{value}", "https://other.example.com/x", *OTHER_WORDS)


def planned(document: Any) -> AgentPlan | str:
    try:
        return plan_agent(document)[0]
    except ExporterError as error:
        return str(error)


def coverage_of(document: Any) -> Coverage:
    return plan_agent(document)[1]


@pytest.mark.parametrize("name", AGENTS)
def test_every_path_of_a_manifest_has_one_entry_in_the_order_of_the_text(name: str) -> None:
    entries = coverage_of(AGENTS[name]).entries
    assert [entry.path for entry in entries] == list(every_path(AGENTS[name]))


PLANS = {name: plan_agent(document)[0] for name, document in AGENTS.items()}


def shape_of(path: str) -> str:
    """Paths of one shape are read by the same code: numbers and the names of arguments do not matter."""
    return re.sub(
        r"/(parameters|properties|[a-zA-Z_]*[sS]chema|headers)/.*", r"/\1/…", re.sub(r"/\d+", "/0", path)
    )


def honoured_leaves() -> Iterator[tuple[str, str]]:
    """Of each shape of path that is honoured anywhere the first three, and all of the largest manifest."""
    seen: Counter[str] = Counter()
    largest = max(AGENTS, key=lambda name: len(str(AGENTS[name])))
    for name, document in AGENTS.items():
        honoured = {entry.path for entry in coverage_of(document).with_status("honoured")}
        for path in leaves(document):
            if path in honoured and (seen[shape_of(path)] < 3 or name == largest):
                seen[shape_of(path)] += 1
                yield name, path


@pytest.mark.parametrize("share", range(4))
def test_changing_what_is_honoured_changes_the_plan(share: int) -> None:
    unread = [
        (name, path)
        for name, path in list(honoured_leaves())[share::4]
        if all(
            planned(with_value(AGENTS[name], split_pointer(path), value)) == PLANS[name]
            for value in other_values(value_at(AGENTS[name], path))
        )
    ]
    assert unread == []


@pytest.mark.parametrize("name", AGENTS)
def test_changing_all_that_is_not_honoured_changes_nothing(name: str) -> None:
    document = changed = AGENTS[name]
    plan, coverage = plan_agent(document)
    for entry in coverage.entries:
        value = value_at(document, entry.path)
        if entry.status != "honoured" and not isinstance(value, dict | list):
            changed = with_value(changed, split_pointer(entry.path), next(other_values(value)))
    assert plan_agent(changed)[0] == plan
