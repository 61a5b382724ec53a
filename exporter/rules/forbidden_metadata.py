"""`license` and `tags` in metadata, where everybody writes them and OSSA's schema forbids them."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.fixes import move_to_section
from .facts.reading import mapping, metadata, text_of
from .rule import Context, Finding, Rule

LONGEST_LABEL = 63


def check(context: Context) -> Iterator[Finding]:
    data = metadata(context)
    if "license" in data:
        license_name = text_of(data["license"])
        fix = None
        if license_name is not None and "license" not in mapping(data.get("annotations")):
            entries = {"license": license_name}
            fix = move_to_section(
                context, "/metadata/license", "annotations", entries, "Move it to annotations"
            )
        message = 'OSSA has no "license" in metadata. Write it under metadata.annotations.'
        yield Finding(message, "/metadata/license", "key", fix)
    if "tags" in data:
        labels = _labels(data["tags"])
        fix = None
        if labels and not labels.keys() & mapping(data.get("labels")).keys():
            fix = move_to_section(context, "/metadata/tags", "labels", labels, "Move them to labels")
        message = (
            'OSSA has no "tags" in metadata. Write them under metadata.labels, each as "name: \'true\'".'
        )
        yield Finding(message, "/metadata/tags", "key", fix)


def _labels(tags: object) -> dict[str, str]:
    if not isinstance(tags, list) or not all(
        isinstance(tag, str) and 0 < len(tag) <= LONGEST_LABEL for tag in tags
    ):
        return {}
    return dict.fromkeys(tags, "true")


RULE = Rule(
    id="forbidden-metadata",
    severity=Severity.WARNING,
    title="`license` or `tags` stands in metadata",
    why="OSSA's schema allows no further keys in metadata, so that other OSSA tools refuse the manifest.",
    mend="Move the license to `metadata.annotations` and the tags to `metadata.labels`.",
    check=check,
    covers=("schema-unknown-key",),
    every_kind=True,
)
