"""How long a check takes, beside parsing the same text and validating it with `jsonschema`."""

from __future__ import annotations

import json
from collections.abc import Iterator

import yaml
from jsonschema import Draft7Validator

from exporter.pipeline import check_text
from tests.generated.corpus import SHARED

from .manifests import measured_manifests
from .measuring import Row, alternating_medians

SCHEMA = SHARED / "ossa" / "schema" / "agent.v0.4.schema.json"
TARGETS = {"demo": "≤ 5 ms", "largest manifest": "≤ 40 ms"}


def measure() -> Iterator[Row]:
    for name, (text, _document) in measured_manifests().items():
        if not SCHEMA.exists():
            [ours] = alternating_medians(lambda text=text: check_text(text))  # type: ignore[misc]
            yield Row(f"check, {name}", ours, "ms", target=TARGETS[name])
            continue
        validator = Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))

        def validate(text: str = text, validator: Draft7Validator = validator) -> None:
            list(validator.iter_errors(yaml.load(text, Loader=yaml.CSafeLoader)))

        ours, theirs = alternating_medians(lambda text=text: check_text(text), validate)  # type: ignore[misc]
        yield Row(f"check, {name}", ours, "ms", ours / theirs, "yaml + jsonschema", TARGETS[name])
