"""What a new agent is called: its title as its manifest has it, its name made safe for addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from exporter.parse import parse_documents

LONGEST_NAME = 63
LONGEST_TITLE = 200
UNTITLED = "Untitled agent"


def title_in(text: str, document: int) -> str:
    """`metadata.name` of that document; a text that cannot be read yet is an untitled agent."""
    plain = next((found.plain for found in parse_documents(text) if found.index == document), None)
    metadata = plain.get("metadata") if isinstance(plain, dict) else None
    name = metadata.get("name") if isinstance(metadata, dict) else None
    return tidy_title(name) if isinstance(name, str) else UNTITLED


def tidy_title(title: str) -> str:
    """One line of what can be seen."""
    visible = "".join(character if character.isprintable() else " " for character in title)
    return " ".join(visible.split())[:LONGEST_TITLE].strip() or UNTITLED


def safe_name(title: str) -> str:
    """`Köln Support_Agent` → `koln-support-agent`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].rstrip("-") or "agent"


def free_name(title: str, taken: Container[str]) -> str:
    """`helper`, or `helper-2`, `helper-3` … where that is taken."""
    name, number = safe_name(title), 1
    candidate = name
    while candidate in taken:
        number += 1
        ending = f"-{number}"
        candidate = name[: LONGEST_NAME - len(ending)].rstrip("-") + ending
    return candidate
