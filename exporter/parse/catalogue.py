"""What reading a text may find, for the catalogue of diagnostics. All of it stops the export."""

from __future__ import annotations

from exporter.diagnostics import CatalogueEntry, Severity
from exporter.parse.limits import MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_PROBLEMS

UNCLEAR = "Readers differ in what they make of it, so another tool may read another manifest than we do."
NO_JSON = "JSON has no such thing, and a manifest must be the same in YAML and in JSON."


def error(rule: str, title: str, why: str, mend: str) -> CatalogueEntry:
    return CatalogueEntry(rule, Severity.ERROR, title, why, mend)


SYNTAX = (
    error(
        "yaml-syntax",
        "The text is no YAML",
        "What cannot be read cannot be checked. Reading stopped here; the mistake is there or above.",
        "Correct the spelling; most often it is an indent, a missing quote or a missing colon.",
    ),
    error(
        "json-syntax",
        "The text is no JSON",
        "A text that begins with a brace is read as JSON. The place is where reading stopped.",
        "Correct the spelling; most often it is a missing or superfluous comma, or a missing quote.",
    ),
    error(
        "trailing-content",
        "There is something behind the end",
        "A JSON text is one value; what follows it would be ignored.",
        "Remove what follows the last brace.",
    ),
    error(
        "too-large",
        "The text is too large",
        f"Texts of more than {MAX_BYTES // 1024:,} KiB are not read; no manifest needs as much.",
        "Move long material into files of its own.",
    ),
    error(
        "too-deep",
        "Values are nested too deeply",
        f"More than {MAX_DEPTH} levels are not read.",
        "Flatten the structure.",
    ),
    error(
        "too-many-values",
        "There are too many values",
        f"More than {MAX_NODES:,} values are not read. A few aliases can stand for millions.",
        "Shorten the manifest, or use fewer aliases.",
    ),
    error(
        "too-many-problems",
        "There are too many problems",
        f"Only the first {MAX_PROBLEMS} of a document are shown.",
        "Mend the first ones; many others often vanish with them.",
    ),
    error("forbidden-character", "A character is not allowed", NO_JSON, "Remove the character."),
    error("duplicate-key", "A key is given twice", UNCLEAR, "Keep one of the two."),
    error("key-not-text", "A key is no text", NO_JSON, "Put the key in quotes."),
    error("merge-key", "A merge key is used", UNCLEAR, "Write the merged keys out."),
    error("unknown-tag", "A tag is used", UNCLEAR, "Remove the tag."),
    error("unknown-alias", "An alias names no anchor", UNCLEAR, "Define the anchor before the alias."),
    error("not-a-number", "A number is none", NO_JSON, "Write a finite number, or put it in quotes."),
    error(
        "empty-text", "There is no manifest in the text", "There is nothing to check.", "Write a manifest."
    ),
)
