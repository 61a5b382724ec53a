"""The first page: the editor with the demo manifest, complete and valid before any script runs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from exporter.errors import ExporterError
from exporter.options import OPTIONS, ExportOptions
from studio.api.examination import examination
from studio.exports import export_text, off_the_loop

DEMO = Path(__file__).parent.parent / "demo.ossa.yaml"
FIRST_FILE = "README.md"


@cache
def demo() -> dict[str, Any]:
    """Worked out once: the text, the options and the exporter only change with a new process."""
    return examined(DEMO.read_text(encoding="utf-8"), 0)


def examined(text: str, document: int) -> dict[str, Any]:
    """What the page shows of a text before its script runs. Without an archive there are no files."""
    try:
        made = export_text(text, ExportOptions(), document)
    except ExporterError:  # A text may have been saved with fewer documents than the number says.
        made = export_text(text, ExportOptions(), 0)
    shape = examination(made, with_texts=True)
    files = shape["files"]
    own = [file["path"] for file in files if not file["kit"]]
    first = next((file for file in files if file["path"] == FIRST_FILE), files[0] if files else None)
    return {
        "text": text,
        "examination": shape,
        "first_file": first,
        "top_names": list(dict.fromkeys(path.partition("/")[0] for path in own)),
        "kit_count": len(files) - len(own),
    }


async def show_editor(request: HttpRequest) -> HttpResponse:
    return render_editor(request, await off_the_loop(demo), {})


def render_editor(request: HttpRequest, shown: dict[str, Any], more: dict[str, Any]) -> HttpResponse:
    """`more` is what the script learns beside the text and its examination."""
    initial = {"text": shown["text"], "examination": shown["examination"], **more}
    return render(request, "pages/editor.html", {**shown, "initial": initial, "options": OPTIONS, **more})
