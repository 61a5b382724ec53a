"""Text of a manifest that becomes an address or a header at run time, references included."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from exporter.agent_plan import EnvRef, EnvText
from exporter.rules.facts.environment import REFERENCE, whole_reference

from .place import Place

CONTROL = re.compile(r"[\x00-\x20\x7f]")


def is_web_address(text: str) -> bool:
    """Whether it is http(s) with a host and without credentials. A reference may stand for any part of it."""
    plain = REFERENCE.sub("reference", text) if not text.startswith("${") else "https://reference"
    try:
        parts = urlsplit(plain)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def as_written(text: str) -> str | EnvRef | EnvText:
    """The text as the plan keeps it: plain, one reference, or text with references inside."""
    reference = whole_reference(text)
    if reference is not None:
        return reference
    return EnvText(text) if REFERENCE.search(text) else text


def web_address(place: Place) -> str | EnvRef | EnvText | None:
    """An address for a client to call, or None where the manifest has none that can be used."""
    text = place.text()
    if text is None:
        return None
    text = text.strip()
    if CONTROL.search(text) or not is_web_address(text):
        place.mark("unsupported", "expected an address with http:// or https:// and without credentials")
        return None
    return as_written(text)
