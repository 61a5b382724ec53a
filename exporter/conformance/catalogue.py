"""What conformance may find, for the catalogue of diagnostics."""

from __future__ import annotations

from exporter.diagnostics import CatalogueEntry, Severity

REFUSED = "The official OSSA 0.4 schema refuses the manifest for it, and so do other tools."
NOTHING_TO_EXPORT = "Without it nobody can say what the document is, so nothing is exported."

CONFORMANCE = (
    CatalogueEntry(
        "not-a-manifest",
        Severity.ERROR,
        "The document is no mapping",
        NOTHING_TO_EXPORT,
        'Write keys with values, beginning with "apiVersion", "kind", "metadata" and "spec".',
    ),
    CatalogueEntry(
        "missing-kind",
        Severity.ERROR,
        "The kind is missing",
        NOTHING_TO_EXPORT,
        'Add "kind: Agent".',
    ),
    CatalogueEntry(
        "unknown-kind",
        Severity.ERROR,
        "The kind is unknown",
        NOTHING_TO_EXPORT,
        "Use Agent, Task, Workflow or Flow.",
    ),
    CatalogueEntry(
        "kind-not-exportable",
        Severity.ERROR,
        "Only agents are exported",
        "Tasks, workflows and flows are checked in full, but nothing makes a project out of them yet.",
        "Export the agents that they use.",
    ),
    CatalogueEntry(
        "missing-spec",
        Severity.ERROR,
        "The spec is missing or no mapping",
        "The spec says what an agent is; without it there is nothing to export.",
        'Add "spec" with at least a "role".',
    ),
    CatalogueEntry(
        "old-format",
        Severity.ERROR,
        "The document is of OSSA 1.0, which came before 0.2",
        "It has another shape altogether, of which nothing can be read.",
        "Write it anew as an Agent of OSSA 0.4; the text of its role and tools can be taken over.",
    ),
    CatalogueEntry(
        "version-key",
        Severity.WARNING,
        'The version is given as "ossaVersion"',
        f'It is read, but OSSA calls the key "apiVersion". {REFUSED}',
        'Write "apiVersion: ossa/v0.4".',
    ),
    CatalogueEntry(
        "missing-version-key",
        Severity.WARNING,
        "The OSSA version is missing",
        f"The document is read as OSSA 0.4. {REFUSED}",
        'Add "apiVersion: ossa/v0.4".',
    ),
    CatalogueEntry(
        "unknown-version",
        Severity.WARNING,
        "The OSSA version is unknown",
        "The document is read as OSSA 0.4, which may not be what it means.",
        'Write "apiVersion: ossa/v0.4" if it is a manifest of OSSA 0.4.',
    ),
    CatalogueEntry(
        "other-version",
        Severity.HINT,
        "The document is of another OSSA version",
        "It is read and checked as OSSA 0.4; between these versions that is nearly the same.",
        'Write "apiVersion: ossa/v0.4".',
    ),
    CatalogueEntry(
        "schema-required",
        Severity.WARNING,
        "A required key is missing",
        REFUSED,
        "Add the key.",
    ),
    CatalogueEntry(
        "schema-unknown-key",
        Severity.WARNING,
        "A key is not allowed here",
        REFUSED,
        "Correct its spelling, move it where OSSA allows it, or remove it.",
    ),
    CatalogueEntry(
        "misspelt-key",
        Severity.WARNING,
        "A key looks misspelt",
        "OSSA allows further keys here, but nobody reads this one.",
        "Rename it to the key that was meant.",
    ),
    CatalogueEntry(
        "schema-type",
        Severity.WARNING,
        "A value has the wrong type",
        f"{REFUSED} The export goes on as if the value were not there, or reads it as what was meant.",
        "Write a value of the type that the message names.",
    ),
    CatalogueEntry(
        "schema-enum",
        Severity.WARNING,
        "A word is none of those that OSSA knows",
        REFUSED,
        "Use one of the words that the message names.",
    ),
    CatalogueEntry(
        "schema-pattern",
        Severity.WARNING,
        "A text has the wrong form",
        REFUSED,
        "Write it in the form that the message describes.",
    ),
    CatalogueEntry(
        "schema-range",
        Severity.WARNING,
        "A number is too small or too large",
        REFUSED,
        "Use a number within the limits.",
    ),
    CatalogueEntry(
        "schema-length",
        Severity.WARNING,
        "A text or a list is too short or too long",
        REFUSED,
        "Shorten it, or write what is missing.",
    ),
    CatalogueEntry(
        "schema-duplicate-item",
        Severity.WARNING,
        "A list has something twice",
        REFUSED,
        "Remove one of the two.",
    ),
    CatalogueEntry(
        "open-field",
        Severity.WARNING,
        "A field that OSSA leaves open has a value that cannot be used",
        "OSSA's schema says nothing of the field and accepts anything; the export can do nothing with this.",
        "Write a value of the kind that the message names.",
    ),
)
