"""Whether a tool's arguments are what its schema says: found without asking anybody, within a fixed time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from time import thread_time
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.validators import create
from langchain_core.tools import BaseTool
from referencing import Registry

from agents_runtime.argument_schemas import without_words

Keyword = Callable[[Any, Any, Any, Any], Any]  # (validator, the keyword's value, instance, schema) → errors

# Of this thread's work for all the calls of a run. Checks take a millisecond; a hostile schema could take for
# ever, and a hostile model could call a hundred tools at once.
MOST_SECONDS = 0.25
# One call may take longer than that: it searches with a pattern, or compares everything with everything.
LEFT_OUT = frozenset(
    {"pattern", "patternProperties", "uniqueItems", "unevaluatedItems", "unevaluatedProperties"}
)
# An inner schema that names another draft would be checked with all of that draft's keywords.
DRAFTS = frozenset({"$schema"})
_until: ContextVar[float] = ContextVar("until")


class _TakesTooLongError(Exception):
    pass


def _in_time(keyword: Keyword) -> Keyword:
    def check(validator: Any, value: Any, instance: Any, schema: Any) -> Any:
        if thread_time() > _until.get():
            raise _TakesTooLongError
        return keyword(validator, value, instance, schema)

    return check


def _additional_properties(validator: Any, value: Any, instance: Any, schema: Any) -> Any:
    """Where there are patterns, only they could tell which properties are additional."""
    if "patternProperties" in schema:
        return None
    return KEYWORDS["additionalProperties"](validator, value, instance, schema)


KEYWORDS: Mapping[str, Keyword] = Draft202012Validator.VALIDATORS
_Validator = create(
    meta_schema=Draft202012Validator.META_SCHEMA,
    validators={
        name: _in_time(keyword)
        for name, keyword in {**KEYWORDS, "additionalProperties": _additional_properties}.items()
        if name not in LEFT_OUT
    },
    type_checker=Draft202012Validator.TYPE_CHECKER,
)


class Allowance:
    """How long the checks of one run may still take, in seconds; afterwards nothing is checked."""

    def __init__(self) -> None:
        self.left = MOST_SECONDS


def invalid_argument(tool: BaseTool | None, arguments: Any, allowance: Allowance) -> str | None:
    """What is wrong with the arguments, for the model to mend; None where nothing is, or nobody can tell.

    Patterns, uniqueness and unevaluated parts are not checked: a manifest or an MCP server can write them
    so that a check never ends. References lead nowhere outside of the schema.
    """
    schema = getattr(tool, "args_schema", None)
    return problem_of(schema, arguments, allowance) if isinstance(schema, dict) else None


def problem_of(schema: Mapping[str, Any], value: Any, allowance: Allowance) -> str | None:
    """As `invalid_argument`, for any value and its schema. A schema that makes no sense finds nothing."""
    if allowance.left <= 0:
        return None
    began = thread_time()
    token = _until.set(began + allowance.left)
    try:
        validator = _Validator(without_words(schema, DRAFTS), registry=Registry())
        error = next(iter(validator.iter_errors(value)), None)
    except Exception:  # noqa: BLE001 (schemas come from outside: each of their values may be of any type)
        return None
    finally:
        _until.reset(token)
        allowance.left -= thread_time() - began
    if error is None:
        return None
    place = ".".join(str(part) for part in error.absolute_path)
    return f"Invalid arguments: {place + ': ' if place else ''}{error.message[:300]}"
