"""Generated files → a zip, the same bytes for the same files everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from .render import GeneratedFile

# The first moment that a zip can tell.
NO_DATE = (1980, 1, 1, 0, 0, 0)
UNIX = 3
REGULAR_FILE = 0o100644
SAFE_PART = re.compile(r"[A-Za-z0-9_.-]+")


class UnsafePathError(ValueError):
    """A path would leave the project's folder, or mean different things on different systems: our mistake."""


def zip_files(folder: str, files: Iterable[GeneratedFile]) -> bytes:
    """One folder with all files in it. Stored: compressed bytes differ from one zlib to the next."""
    contents: dict[str, str] = {}
    for file in files:
        path = archive_path(folder, file.path)
        if path in contents:
            raise UnsafePathError(f"two files are called {path!a}")
        contents[path] = file.text
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for path in sorted(contents):
            entry = ZipInfo(path, NO_DATE)
            entry.create_system = UNIX
            entry.external_attr = REGULAR_FILE << 16
            archive.writestr(entry, contents[path].encode("utf-8", "replace"))
    return buffer.getvalue()


def archive_path(folder: str, path: str) -> str:
    """`folder/path`, if it stays inside the folder on every system."""
    parts = (folder, *path.split("/"))
    for part in parts:
        if not SAFE_PART.fullmatch(part) or not part.strip("."):
            raise UnsafePathError(f"{path[:80]!a} is no safe path in {folder[:80]!a}")
    return "/".join(parts)
