"""Manifest text → an unpacked project on disk, through the very zip a user downloads."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from exporter.options import ExportOptions
from exporter.pipeline import export_project


def export_to(text: str, folder: Path, document: int = 0, **options: object) -> Path:
    """The project's folder, inside `folder`; AssertionError with the diagnostics when there is no export."""
    result = export_project(text, ExportOptions(**options), document=document)  # type: ignore[arg-type]
    assert result.archive is not None, result.report.as_dict()
    return unpack(result.archive, folder)


def unpack(archive: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        [top] = {name.partition("/")[0] for name in zipped.namelist()}
        zipped.extractall(folder)
    return folder / top
