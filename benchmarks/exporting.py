"""How long an export takes, warm, beside rendering the same files with bare Jinja2 and zipping them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

import jinja2

from exporter.options import ExportOptions
from exporter.pipeline import ExportResult, export_project

from .manifests import measured_manifests
from .measuring import Row, alternating_medians

TARGETS = {"demo": "≤ 20 ms", "largest manifest": "≤ 60 ms"}


def measure() -> Iterator[Row]:
    options = ExportOptions()
    for name, (text, document) in measured_manifests().items():

        def export(text: str = text, document: int = document) -> ExportResult:
            return export_project(text, options, document)

        ours, theirs = alternating_medians(export, bare(export()))
        yield Row(f"export, {name}", ours, "ms", ours / theirs, "Jinja2 + zipfile", TARGETS[name])


def bare(result: ExportResult) -> Callable[[], bytes]:
    """The least that could make the same zip: every file a template already compiled, with one variable."""
    environment = jinja2.Environment(autoescape=False)
    templates = {
        file.path: environment.from_string("{{ name }}{% raw %}" + file.text + "{% endraw %}")
        for file in result.files
    }

    def render_and_zip() -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as zipped:
            for path, template in templates.items():
                zipped.writestr(zipfile.ZipInfo(f"project/{path}"), template.render(name=""))
        return out.getvalue()

    return render_and_zip
