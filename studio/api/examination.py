"""An export as the API tells it: verdicts, diagnostics, what becomes of each path, files, zip."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from exporter.pipeline import CheckReport
from studio.exports import Export, PreviewFile

# The rules that find credentials. A manifest with one cannot be exported, or says so beside the zip.
SECRET_RULES = frozenset({"secret-in-manifest", "literal-password", "endpoint-credentials"})


def examination(export: Export, *, with_texts: bool, known: Set[str] = frozenset()) -> dict[str, Any]:
    """`known` are digests of files that the caller has: their text is left out."""
    return {
        "report": report_shape(export.result.report),
        "coverage": coverage_shape(export),
        "files": [file_shape(file, with_texts and file.digest not in known) for file in export.files],
        "archive": archive_shape(export),
    }


def report_shape(report: CheckReport) -> dict[str, Any]:
    shape = report.as_dict()
    del shape["file"]
    names = [document_name(result.document.plain) for result in report.results]
    documents = [{**document, "name": name} for document, name in zip(shape["documents"], names, strict=True)]
    return {**shape, "document": report.chosen or 0, "documents": documents}


def document_name(plain: Any) -> str | None:
    metadata = plain.get("metadata") if isinstance(plain, dict) else None
    name = metadata.get("name") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) else None


def coverage_shape(export: Export) -> list[dict[str, str]]:
    coverage = export.result.coverage
    if coverage is None:
        return []
    return [{"path": entry.path, "status": entry.status, "note": entry.note} for entry in coverage.entries]


def file_shape(file: PreviewFile, with_text: bool) -> dict[str, Any]:
    shape = {"path": file.path, "size": file.size, "digest": file.digest, "kit": file.kit}
    return {**shape, "text": file.text} if with_text else shape


def archive_shape(export: Export) -> dict[str, Any] | None:
    if export.result.archive is None:
        return None
    found = [diagnostic for diagnostic in export.result.report.diagnostics if diagnostic.rule in SECRET_RULES]
    return {
        "name": export.name,
        "size": len(export.result.archive),
        "digest": export.digest,
        "secrets": len(found),
    }
