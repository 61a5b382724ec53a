"""The whole path in order, for the command, the API and the page: check a text, export a document of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .archive import zip_files
from .check import CheckResult, check_documents
from .diagnostics import Diagnostic
from .errors import ExporterError
from .files import plan_files
from .options import ExportOptions
from .parse import Document
from .plan import Coverage, plan_agent
from .render import GeneratedFile, render_plan


@dataclass(frozen=True)
class CheckReport:
    """The verdicts of all documents of a text; `chosen` is the one that was asked for, None for all."""

    results: tuple[CheckResult, ...]
    chosen: int | None = None

    @property
    def shown(self) -> tuple[CheckResult, ...]:
        return self.results if self.chosen is None else (self.results[self.chosen],)

    @property
    def conforms(self) -> bool:
        return all(result.conforms for result in self.shown)

    @property
    def exportable(self) -> bool:
        return all(result.exportable for result in self.shown)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(diagnostic for result in self.shown for diagnostic in result.diagnostics)

    def as_dict(self, file: str | None = None) -> dict[str, Any]:
        """The one JSON shape of a check. Of several documents, the first gives `version` and `kind`."""
        first = self.shown[0]
        return {
            "file": file,
            "version": first.version,
            "kind": first.kind,
            "conforms": self.conforms,
            "exportable": self.exportable,
            "diagnostics": [diagnostic.as_dict() for diagnostic in self.diagnostics],
            "documents": [_verdict(result) for result in self.results],
        }


@dataclass(frozen=True)
class ExportResult:
    """An export. Where the report says "not exportable" there is no coverage, no file and no archive."""

    report: CheckReport
    coverage: Coverage | None = None
    files: tuple[GeneratedFile, ...] = ()
    archive: bytes | None = None
    folder: str | None = None


def check_text(text: str, document: int | None = None) -> CheckReport:
    """What is right and wrong with a manifest's text; with `document` (from 0) only with that one."""
    results = tuple(check_documents(text))
    if document is not None and not 0 <= document < len(results):
        there_are = "is 1 document" if len(results) == 1 else f"are {len(results)} documents"
        raise ExporterError(f"There is no document {document}: there {there_are}, counted from 0.")
    return CheckReport(results, document)


def export_project(text: str, options: ExportOptions | None = None, document: int = 0) -> ExportResult:
    options = options or ExportOptions()
    report = check_text(text, document)
    if not report.exportable:
        return ExportResult(report)
    source = report.results[document].document
    agent_plan, coverage = plan_agent(source.plain, options)
    export_plan = plan_files(agent_plan, options, coverage, _manifest_text(source, report.results))
    files = render_plan(export_plan)
    archive = zip_files(export_plan.folder, files)
    return ExportResult(report, coverage, files, archive, str(export_plan.folder))


def _verdict(result: CheckResult) -> dict[str, Any]:
    return {
        "document": result.document.index,
        "version": result.version,
        "kind": result.kind,
        "conforms": result.conforms,
        "exportable": result.exportable,
    }


def _manifest_text(document: Document, results: Iterable[CheckResult]) -> str:
    """The text as it is; of several documents, the part that is exported."""
    if len(tuple(results)) == 1 or document.root is None:
        return document.text
    return document.text[document.root.start : document.root.end].rstrip() + "\n"
