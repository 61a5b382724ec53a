"""What a plain YAML scalar means: what Python's `yaml.safe_load` makes of it, but for dates, which are text.

That is YAML 1.1: `yes` is true, `012` is ten, `1:30` is ninety, `1e3` is text. JSON knows no dates.
"""

from __future__ import annotations

import math
import re
from functools import reduce

import yaml

RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
TAG = "tag:yaml.org,2002:"
CORE_TAGS = frozenset(TAG + name for name in ("str", "int", "float", "bool", "null"))
# Beyond this no integer is a number of anything, and the float that a number field makes of it overflows.
MAX_DIGITS = 300
SAFE_PLAIN = re.compile(r"(?:[A-Za-z_]|\d+\.\d+\.\d)[\w./-]*(?: [\w./-]+)*", re.ASCII)
TRUE = frozenset({"yes", "true", "on"})


class NotANumberError(ValueError):
    """Infinity, NaN, or an integer too long to be one."""


def is_surely_text(text: str) -> bool:
    """Whether nothing but text begins like this; that is so for most scalars, and quick to see."""
    return text[:1] not in RESOLVERS


def resolve_tag(text: str) -> str:
    """The tag that YAML 1.1 gives an untagged plain scalar."""
    for tag, pattern in RESOLVERS.get(text[0] if text else "", ()):
        if pattern.match(text):
            return str(tag)
    return TAG + "str"


def construct(tag: str, text: str) -> str | int | float | bool | None:
    """The value of a scalar with this tag; the text itself where it is not written as the tag wants it."""
    if tag == TAG + "null":
        return None
    if tag == TAG + "bool":
        return text.lower() in TRUE
    if tag == TAG + "int":
        return construct_int(text)
    if tag == TAG + "float":
        return construct_float(text)
    return text


def construct_int(text: str) -> int | str:
    if len(text) > MAX_DIGITS:
        raise NotANumberError
    digits = text.replace("_", "")
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    try:
        if digits.startswith(("0b", "0x")):
            return sign * int(digits[2:], 2 if digits[1] == "b" else 16)
        if ":" in digits:
            return sign * reduce(lambda number, part: number * 60 + part, map(int, digits.split(":")))
        return sign * int(digits, 8 if digits.startswith("0") and digits != "0" else 10)
    except ValueError:
        return text


def construct_float(text: str) -> float | str:
    if len(text) > MAX_DIGITS:
        raise NotANumberError
    digits = text.replace("_", "").lower()
    if digits.lstrip("+-") in {".inf", ".nan"}:
        raise NotANumberError
    try:
        if ":" in digits:
            sign = -1 if digits.startswith("-") else 1
            parts = map(float, digits.lstrip("+-").split(":"))
            number = sign * reduce(lambda total, part: total * 60 + part, parts)
        else:
            number = float(digits)
    except ValueError:
        return text
    if not math.isfinite(number):
        raise NotANumberError
    return number


def is_plain_text(text: str) -> bool:
    """Whether every YAML reader takes it as text without quotes, in a block and in a flow."""
    return SAFE_PLAIN.fullmatch(text) is not None and resolve_tag(text) == TAG + "str"
