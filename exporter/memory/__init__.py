"""Facts about each memory backend; MEMORY_BACKENDS is the list."""

from __future__ import annotations

from . import none, postgres, process, redis, sqlite
from .backend import MemoryBackend

MEMORY_BACKENDS: dict[str, MemoryBackend] = {
    module.BACKEND.key: module.BACKEND for module in (none, process, sqlite, postgres, redis)
}

__all__ = ["MEMORY_BACKENDS", "MemoryBackend"]
