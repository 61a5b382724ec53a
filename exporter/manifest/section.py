"""The two kinds of mapping in a manifest: open ones take any further key, closed ones none.

Attributes are spelled as the keys in a manifest, so that a search for a key finds it (with an underscore, as
in `from_`, where Python forbids it). Every attribute may be None, also what OSSA requires: a `Manifest` is
what could be used of a manifest, while `REQUIRED` and the marks below are what conformance asks for.
"""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

# Marks for `json_schema_extra`, for what Python's types do not say.
UNIQUE: dict[str, Any] = {"uniqueItems": True}
# OSSA's schema says nothing of this field; users write it, and this is the type that makes sense.
OPEN: dict[str, Any] = {"x-open": True}
# OSSA's schema forbids this field; users write it all the same, so it is read, and does not conform.
FORBIDDEN: dict[str, Any] = {"x-forbidden": True}
# Where a word that OSSA does not know is kept as written, because others can make something of it.
KEPT: dict[str, Any] = {"x-kept": True}


def words(*known: str) -> Any:
    """A text that should be one of these words."""
    return Field(json_schema_extra={"enum": list(known)})


def nullable(schema: dict[str, Any]) -> None:
    """The one case in which null is a value and not a mistake."""
    schema["type"] = [schema["type"], "null"]


class Section(BaseModel):
    """A mapping that may have keys we do not know; they are kept."""

    model_config = ConfigDict(
        extra="allow", frozen=True, protected_namespaces=(), defer_build=True, regex_engine="python-re"
    )

    REQUIRED: ClassVar[tuple[str, ...]] = ()


class ClosedSection(Section):
    """A mapping in which a key that we do not know is a mistake."""

    model_config = ConfigDict(extra="forbid")
