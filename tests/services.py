"""Where tests find a Redis and a PostgreSQL: those of this machine, or those that variables name."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0")
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


def require(url: str, variable: str) -> None:
    """Skip when nothing listens there; on CI, where it has to, fail."""
    place = urlsplit(url)
    try:
        socket.create_connection((place.hostname or "127.0.0.1", place.port or 0), timeout=2).close()
    except OSError:
        reason = f"nothing listens at {place.hostname}:{place.port}; set {variable}"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


def redis_url() -> str:
    """A Redis; keys have to be told apart by session, as between real installations that share one."""
    require(REDIS, "TEST_REDIS_URL")
    return REDIS


@contextmanager
def postgres_url() -> Iterator[str]:
    """A database of its own, dropped afterwards."""
    require(POSTGRES, "TEST_POSTGRES_URL")
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield POSTGRES.rpartition("/")[0] + f"/{name}"
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(drop)
