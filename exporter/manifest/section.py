"""The two kinds of mapping in a manifest: open ones take any further key, closed ones none.

Attributes are spelled as the keys in a manifest, so that a search for a key finds it (`else_`, `from_` … where Python
forbids that). Every attribute may be None, also what OSSA requires: a `Manifest` is what could be used of a manifest,
and `REQUIRED` is what conformance asks for. See `json_schema.py` and `exporter/conformance/`.
"""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

# Marks on fields, for what Python's types do not say.
UNIQUE: dict[str, Any] = {"uniqueItems": True}
NULLABLE: dict[str, Any] = {"x-nullable": True}


class Section(BaseModel):
    """A mapping that may have keys we do not know; they are kept."""

    model_config = ConfigDict(extra="allow", frozen=True, protected_namespaces=())

    REQUIRED: ClassVar[tuple[str, ...]] = ()


class ClosedSection(Section):
    """A mapping in which a key that we do not know is a mistake."""

    model_config = ConfigDict(extra="forbid")
