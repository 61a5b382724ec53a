"""The first page: the editor with the demo manifest, complete and valid before any script runs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from exporter.options import OPTIONS, ExportOptions
from studio.api.examination import examination
from studio.exports import export_text, off_the_loop

DEMO = Path(__file__).parent.parent / "demo.ossa.yaml"
FIRST_FILE = "README.md"


@cache
def demo() -> dict[str, Any]:
    """Worked out once: the text, the options and the exporter only change with a new process."""
    text = DEMO.read_text(encoding="utf-8")
    shape = examination(export_text(text, ExportOptions(), 0), with_texts=True)
    first = next((file for file in shape["files"] if file["path"] == FIRST_FILE), shape["files"][0])
    own = [file["path"] for file in shape["files"] if not file["kit"]]
    return {
        "text": text,
        "examination": shape,
        "first_file": first,
        "top_names": list(dict.fromkeys(path.partition("/")[0] for path in own)),
        "kit_count": len(shape["files"]) - len(own),
    }


async def show_editor(request: HttpRequest) -> HttpResponse:
    shown = await off_the_loop(demo)
    initial = {"text": shown["text"], "examination": shown["examination"]}
    return render(request, "pages/editor.html", {**shown, "initial": initial, "options": OPTIONS})
