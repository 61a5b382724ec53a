"""metadata → what the agent is called."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exporter.errors import ExporterError

from .place import Place

UNSAFE = re.compile(r"[/\\\x00-\x1f\x7f]|^\.+$")
NO_NAME = "agent"
NO_VERSION = "0.1.0"


@dataclass(frozen=True)
class Identity:
    name: str
    version: str
    title: str
    description: str


def plan_identity(metadata: Place) -> Identity:
    name = (metadata["name"].text() or NO_NAME).strip()
    if UNSAFE.search(name) or len(name) > 253:
        raise ExporterError('"metadata.name" cannot be a name of files: use letters, digits and "-".')
    title = re.sub(r"[-_.\s]+", " ", name).strip()
    return Identity(
        name=name,
        version=(metadata["version"].text() or NO_VERSION).strip(),
        title=title[:1].upper() + title[1:],
        description=(metadata["description"].text() or "").strip(),
    )
