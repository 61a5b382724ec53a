"""The shapes of the API's answers, as its documentation shows them."""

from __future__ import annotations

from typing import Literal

from ninja import Schema


class EditShape(Schema):
    """Replace the text from start to end (1-based, end exclusive) by `text`."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class FixShape(Schema):
    """What one click does."""

    title: str
    edits: list[EditShape]


class DiagnosticShape(Schema):
    """One finding of one rule. `path` is a JSON pointer; columns count characters, from 1."""

    rule: str
    severity: Literal["error", "warning", "hint"]
    message: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    document: int
    docs: str
    fix: FixShape | None = None


class DocumentShape(Schema):
    """The verdicts on one document of the text."""

    document: int
    name: str | None
    version: str | None
    kind: str | None
    conforms: bool
    exportable: bool


class ReportShape(Schema):
    """The verdict on the chosen document, its diagnostics, and a summary of all documents."""

    version: str | None
    kind: str | None
    conforms: bool
    exportable: bool
    document: int
    diagnostics: list[DiagnosticShape]
    documents: list[DocumentShape]


class CoverageShape(Schema):
    """What becomes of one path of the manifest."""

    path: str
    status: Literal["honoured", "metadata", "unsupported"]
    note: str


class FileShape(Schema):
    """One file of the zip; `text` is absent where the caller has it, or did not ask.

    `kit`: a module that is the same in every project. The others are for the owner to edit.
    """

    path: str
    size: int
    digest: str
    kit: bool
    text: str | None = None


class ArchiveShape(Schema):
    """The zip: file name, size in bytes, SHA-256, and how many credentials the manifest has."""

    name: str
    size: int
    digest: str
    secrets: int


class Examination(Schema):
    """Everything known about a text; no files and no archive while there are errors."""

    report: ReportShape
    coverage: list[CoverageShape]
    files: list[FileShape]
    archive: ArchiveShape | None


class CheckAnswer(ReportShape):
    """As `ossa validate --format json`, and what an export would give. `file` is null: it is a text."""

    file: str | None
    coverage: list[CoverageShape]
    files: list[FileShape]
    archive: ArchiveShape | None


class ErrorBody(Schema, extra="allow"):
    """What happened, for programs (`code`) and for people (`message`)."""

    code: str
    message: str


class ErrorAnswer(Schema):
    """The one shape of every error of this API."""

    error: ErrorBody
