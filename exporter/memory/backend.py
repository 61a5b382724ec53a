"""What a memory backend is to the exporter: which kit module remembers, and what it needs to run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MemoryBackend:
    """One way a generated project remembers conversations."""

    key: str
    title: str
    module: str
    """The kit module, without `.py`, that holds `class_name`."""
    class_name: str
    requirements: tuple[str, ...] = ()
    url_variable: str | None = None
    """The environment variable with the store's address; for SQLite, with the file's name."""
    default_url: str | None = None
    in_data_folder: bool = False
    """Whether the address is a file, which lies in DATA_DIR unless it is a whole path."""
    compose_service: str | None = None
    lock_set: str | None = None
