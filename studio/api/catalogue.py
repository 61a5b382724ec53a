"""What there is to know without a manifest: its JSON Schema, the rules, the export options."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema

from exporter.check import CATALOGUE
from exporter.manifest.json_schema import manifest_json_schema
from exporter.options import OPTIONS

router = Router(tags=["catalogue"])


class RuleShape(Schema):
    """A rule: what it finds, why it matters, how to mend it."""

    id: str
    severity: Literal["error", "warning", "hint"]
    title: str
    why: str
    mend: str
    docs: str


class OptionShape(Schema):
    """One export option."""

    name: str
    kind: Literal["choice", "boolean", "integer"]
    default: str | int | bool | None
    values: list[str]
    help: str


@router.get("/schema/manifest.json", response=dict[str, Any], summary="JSON Schema of a manifest")
def schema(request: HttpRequest) -> dict[str, Any]:
    """Made from the exporter's own models, for editors: descriptions are help texts."""
    return manifest_json_schema()


@router.get("/diagnostics", response=list[RuleShape], summary="All rules")
def diagnostics(request: HttpRequest) -> list[dict[str, Any]]:
    """The catalogue that each diagnostic's `rule` and `docs` point into."""
    return [
        {
            "id": rule.id,
            "severity": rule.severity.value,
            "title": rule.title,
            "why": rule.why,
            "mend": rule.mend,
            "docs": f"/docs/diagnostics#{rule.id}",
        }
        for rule in CATALOGUE
    ]


@router.get("/options", response=list[OptionShape], summary="All export options")
def options(request: HttpRequest) -> list[dict[str, Any]]:
    """The options of `check`, `preview` and `export`, and of `ossa export --option name=value`."""
    return [option.as_dict() for option in OPTIONS]
