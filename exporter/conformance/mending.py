"""What a wrong value was probably meant to be: the smallest change that a shape accepts, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from exporter.conformance.shapes import Shape
from exporter.conformance.words import scalar_type
from exporter.nodes import Node, ScalarNode
from exporter.rules.facts.secret_patterns import find_secret

LONGEST_WORD = 60
LONGEST_TEXT = 2000
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
YES, NO = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off"})


def mend(node: Node, shape: Shape) -> Any:
    """Another value for a scalar, or None. What is proposed is accepted by the shape."""
    if not isinstance(node, ScalarNode) or node.value is None or find_secret(node.text[:LONGEST_TEXT]):
        return None
    return next((value for value in proposals(node, shape) if accepts(shape, value)), None)


def proposals(node: ScalarNode, shape: Shape) -> Iterator[Any]:
    for option in shape.options or (shape,):
        types = option.types
        if option.choices:
            close = closest(node.text, option.choices)
            if close is not None:
                yield close
        elif types & {"integer", "number"} and isinstance(node.value, str):
            yield from numbers(node.text.strip())
        elif types & {"integer", "number"} and type(node.value) in (int, float):
            yield from (bound for bound in (option.low, option.high) if bound is not None)
        elif "boolean" in types and node.text.strip().lower() in YES | NO:
            yield node.text.strip().lower() in YES
        elif "string" in types:
            yield from spellings(node.text)
        elif "array" in types and option.items is not None:
            yield [node.value]


def numbers(text: str) -> Iterator[int | float]:
    if NUMBER.fullmatch(text) and len(text) < LONGEST_WORD:
        if re.fullmatch(r"[-+]?\d+", text):
            yield int(text)
        else:
            yield float(text)


def spellings(text: str) -> Iterator[str]:
    """The text as it is, for what was no text to YAML, and then as names and versions are written."""
    yield text
    if len(text) > LONGEST_WORD:
        return
    text = text.strip()
    yield text
    numbers = re.fullmatch(r"[vV]?(\d+)(?:\.(\d+))?(?:\.(\d+))?", text, re.ASCII)
    if numbers:
        yield ".".join(str(int(number or 0)) for number in numbers.groups())
    yield re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    yield re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


@lru_cache(maxsize=8192)  # the same keys and words come again with every change of a text
def closest(text: str, words: tuple[str, ...]) -> str | None:
    """The word that was probably meant, or None; long texts are never a typing error."""
    if len(text) > LONGEST_WORD:
        return None
    plain = {plainly(word): word for word in words}
    near = get_close_matches(plainly(text), list(plain), n=1, cutoff=0.75)
    return plain[near[0]] if near else None


def is_slip(text: str, meant: str) -> bool:
    """Whether a text differs from a word by capitals, punctuation, or as many letters as one hits wrongly."""
    return distance(plainly(text), plainly(meant)) <= (1 if len(meant) < 8 else 2)


def distance(text: str, other: str) -> int:
    """How many letters must be added, dropped, changed or swapped with the next one (Damerau)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(text, 1):
        before, last, row = row, before, [at]
        for place, goal in enumerate(other, 1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != goal))
            if at > 1 and place > 1 and letter == other[place - 2] and text[at - 2] == goal:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
    return row[-1]


def plainly(word: str) -> str:
    return re.sub(r"[^a-z0-9]", "", word.lower())


def accepts(shape: Shape, value: Any) -> bool:
    """Whether a scalar, or a list of one scalar, is as the shape wants it."""
    if shape.options:
        return any(accepts(option, value) for option in shape.options)
    if isinstance(value, list):
        return "array" in shape.types and shape.items is not None and accepts(shape.items, value[0])
    if scalar_type(value) not in shape.types:
        return not shape.types
    if isinstance(value, str):
        fits = shape.least <= len(value) and (shape.most is None or len(value) <= shape.most)
        matches = shape.pattern is None or shape.pattern.search(value) is not None
        return fits and matches and (not shape.choices or value in shape.choices)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (shape.low is None or value >= shape.low) and (shape.high is None or value <= shape.high)
    return True
