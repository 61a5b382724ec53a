"""With the live log in memory only one process may serve: a second would not see the first one's runs."""

from __future__ import annotations

import fcntl
from pathlib import Path
from threading import Lock
from typing import IO, Any

from django.conf import settings
from django.db import connections

# Any number that nobody else locks in this database.
ADVISORY = 0x0055A57D
REFUSAL = (
    "Another studio serves this database already, and without Redis only one process can. "
    "Stop it, give this one a database of its own (STUDIO_DATABASE), or set STUDIO_REDIS_URL for both."
)


class AnotherProcessError(Exception):
    """The lock is taken; the message is for whoever starts the server."""


_held: list[Any] = []  # a locked file or a connection, as long as this process lives
_one_at_a_time = Lock()


def is_the_only_process() -> bool:
    """Whether it is, or need not be."""
    return bool(settings.STUDIO_REDIS_URL or _held)


def be_the_only_process() -> None:
    """Keep the lock until this process ends; AnotherProcessError where it is taken."""
    with _one_at_a_time:
        if is_the_only_process():
            return
        lock = _lock_in_postgres if connections["default"].vendor == "postgresql" else _lock_file
        _held.append(lock())


def _lock_file() -> IO[str]:
    file = Path(f"{settings.DATABASES['default']['NAME']}.serving").open("w")  # noqa: SIM115 (kept open)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise AnotherProcessError(REFUSAL) from None
    return file


def _lock_in_postgres() -> Any:
    """On a connection that is used for nothing else, since the lock ends with it."""
    connection: Any = connections.create_connection("default")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        connection.close()
        raise AnotherProcessError(REFUSAL)
    return connection
