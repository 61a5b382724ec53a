"""Checking and exporting a manifest's text; nothing is stored."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from exporter.errors import ExporterError, InvalidOptionError
from studio.api.errors import ApiError
from studio.api.examination import examination
from studio.api.shapes import CheckAnswer, ErrorAnswer, Examination
from studio.exports import Export, export_text, off_the_loop, options_from

router = Router(tags=["manifests"])


class ManifestText(Schema):
    """A manifest as it is typed."""

    text: str = Field(description="YAML or JSON, at most 1 MiB.")
    document: int | None = Field(
        None, ge=0, description="Which document of a text with several, from 0; without it the first."
    )
    options: dict[str, str | int | bool | None] = Field(
        default_factory=dict, description="Export options by name; `GET /api/options` lists them."
    )


class PreviewRequest(ManifestText):
    """A manifest, and which files the caller already has."""

    known: list[str] = Field(
        default_factory=list,
        max_length=500,
        description="Digests of files whose text need not be sent again.",
    )


async def run_export(body: ManifestText) -> Export:
    try:
        options = options_from(body.options)
    except InvalidOptionError as error:
        raise ApiError(422, "invalid_option", str(error), option=error.option) from error
    try:
        return await off_the_loop(export_text, body.text, options, body.document or 0)
    except ExporterError as error:
        raise ApiError(422, "not_exportable", str(error)) from error


@router.post(
    "/check", response={200: CheckAnswer, 422: ErrorAnswer}, exclude_unset=True, summary="Check a manifest"
)
async def check(request: HttpRequest, body: ManifestText) -> dict[str, Any]:
    """Both verdicts, diagnostics with positions and fixes, the fate of each path, the files of the zip."""
    shape = examination(await run_export(body), with_texts=False)
    return {"file": None, **shape.pop("report"), **shape}


@router.post(
    "/preview",
    response={200: Examination, 422: ErrorAnswer},
    exclude_unset=True,
    summary="Check, and read the files of the zip",
)
async def preview(request: HttpRequest, body: PreviewRequest) -> dict[str, Any]:
    """As `check`, with the text of each file, read from the very zip that `export` answers."""
    return examination(await run_export(body), with_texts=True, known=frozenset(body.known))


@router.post("/export", response={200: None, 422: ErrorAnswer}, summary="Export a manifest as a zip")
async def export(request: HttpRequest, body: ManifestText) -> HttpResponse:
    """The project as `application/zip`, the same bytes each time; a manifest with errors is a 422."""
    made = await run_export(body)
    archive = made.result.archive
    if archive is None:
        diagnostics = examination(made, with_texts=False)["report"]["diagnostics"]
        raise ApiError(422, "not_exportable", "The manifest has errors.", diagnostics=diagnostics)
    digest = base64.b64encode(hashlib.sha256(archive).digest()).decode()
    headers = {
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "Repr-Digest": f"sha-256=:{digest}:",
    }
    return HttpResponse(archive, content_type="application/zip", headers=headers)
