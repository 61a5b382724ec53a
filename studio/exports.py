"""Runs the exporter for API and pages: off the event loop, with the preview read from the very zip."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings

from exporter.options import ExportOptions, parse_options
from exporter.pipeline import ExportResult, export_project
from studio.reading_order import place

Result = TypeVar("Result")

_workers = ThreadPoolExecutor(settings.STUDIO_WORKERS, thread_name_prefix="exporter")


@dataclass(frozen=True)
class PreviewFile:
    """One file of the zip; `digest` lets a page ask only for texts it does not have."""

    path: str
    size: int
    digest: str
    text: str
    kit: bool


@dataclass(frozen=True)
class Export:
    """What one text and one set of options give."""

    result: ExportResult
    name: str
    files: tuple[PreviewFile, ...]

    @property
    def digest(self) -> str | None:
        return None if self.result.archive is None else hashlib.sha256(self.result.archive).hexdigest()


async def off_the_loop(work: Callable[..., Result], *args: Any) -> Result:
    return await asyncio.get_running_loop().run_in_executor(_workers, functools.partial(work, *args))


def options_from(values: dict[str, Any]) -> ExportOptions:
    """Options as JSON, by name; null means the default. Raises InvalidOptionError."""
    return parse_options(f"{name}={_spelled(value)}" for name, value in values.items() if value is not None)


def _spelled(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def export_text(text: str, options: ExportOptions, document: int) -> Export:
    result = export_project(text, options, document)
    if result.archive is None:
        return Export(result, "", ())
    with zipfile.ZipFile(io.BytesIO(result.archive)) as archive:
        members = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    kit = {file.path for file in result.files if file.kit}
    files = tuple(preview_file(path, members[path], path in kit) for path in sorted(members, key=place))
    return Export(result, f"{result.folder}.zip", files)


def preview_file(path: str, content: bytes, is_kit: bool) -> PreviewFile:
    return PreviewFile(
        path, len(content), hashlib.sha256(content).hexdigest(), text=content.decode(), kit=is_kit
    )
