"""Reads manifests from disk and writes exports there: all of an export or nothing."""

from __future__ import annotations

import secrets
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from .errors import ExporterError, NotEmptyError, UnreadableFileError
from .render import GeneratedFile

# A text over 1 MiB gets a diagnostic; this only keeps a device or a disk image out of memory.
MOST_BYTES = 16 * 1024 * 1024


def read_manifest(file: str) -> str:
    """The text of a file, of the standard input for "-"."""
    try:
        if file == "-":
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(file).open("rb") as stream:
                data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableFileError(f'There is no file "{file}".') from None
    except IsADirectoryError:
        raise UnreadableFileError(f'"{file}" is a folder; name the manifest in it.') from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no name of a file"
        raise UnreadableFileError(f'"{file}" cannot be read: {reason}.') from None
    if len(data) > MOST_BYTES:
        raise UnreadableFileError(f'"{file}" is larger than any manifest.')
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f'"{file}" is not UTF-8 text: look at byte {error.start}, or choose another file.'
        ) from None


def check_folder(folder: Path, force: bool) -> None:
    """Whether an export may be written here; asked before any work is done."""
    if folder.exists() and not folder.is_dir():
        raise NotEmptyError(f'"{folder}" is a file; name a folder.')
    if folder.is_dir() and not force and any(folder.iterdir()):
        raise NotEmptyError(f'"{folder}" is not empty; use --force to write into it all the same.')


def write_folder(folder: Path, files: Iterable[GeneratedFile], force: bool) -> None:
    """All is written beside the folder and then moved. `force` replaces files of the same names."""
    check_folder(folder, force)
    beside = _beside(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        for file in files:
            path = beside / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.text.encode("utf-8", "replace"))
        if folder.exists():
            _move_into(folder, beside)
        else:
            beside.rename(folder)
    except OSError as error:
        raise ExporterError(f'Cannot write "{folder}": {error.strerror}.') from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write_file(path: Path, data: bytes) -> None:
    beside = _beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        raise ExporterError(f'Cannot write "{path}": {error.strerror}.') from error
    finally:
        beside.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.absolute().with_name(f".{path.absolute().name}.{secrets.token_hex(4)}.part")


def _move_into(folder: Path, beside: Path) -> None:
    """File by file; a link in the folder must not lead one out of it."""
    root = folder.resolve()
    targets = []
    for source in sorted(path for path in beside.rglob("*") if path.is_file()):
        target = folder / source.relative_to(beside)
        if not target.parent.resolve().is_relative_to(root) or target.is_dir():
            raise ExporterError(f'"{target}" is in the way of the file that belongs there.')
        targets.append((source, target))
    for source, target in targets:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
