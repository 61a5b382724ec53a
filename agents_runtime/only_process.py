"""With the live log in memory only one process may serve: a second would not see the first one's runs."""

from __future__ import annotations

import fcntl
from pathlib import Path
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


_held: IO[str] | None = None


def be_the_only_process() -> None:
    """Keep the lock until this process ends; AnotherProcessError where it is taken."""
    global _held
    if settings.STUDIO_REDIS_URL or _held is not None:
        return
    if connections["default"].vendor == "postgresql":
        _lock_in_postgres()
        return
    path = Path(f"{settings.DATABASES['default']['NAME']}.serving")
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise AnotherProcessError(REFUSAL) from None
    _held = file


def _lock_in_postgres() -> None:
    """On a connection that is used for nothing else, since the lock ends with it."""
    connection: Any = connections.create_connection("default")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY])
        (taken,) = cursor.fetchone()
    if not taken:
        connection.close()
        raise AnotherProcessError(REFUSAL)
    _connections.append(connection)


_connections: list[Any] = []
