"""Real databases for tests of the conversation stores, and a wire to them that can be cut."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal, NoReturn
from uuid import uuid4

import psycopg
import pytest
from redis.asyncio import Redis

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0")


def _missing(server: str, error: Exception) -> NoReturn:
    if "CI" in os.environ:
        raise error
    pytest.skip(f"no {server} here: {error}")


@asynccontextmanager
async def postgres_database() -> AsyncIterator[str]:
    """The URL of a database of its own."""
    name = f"test_{uuid4().hex}"
    try:
        admin = await psycopg.AsyncConnection.connect(POSTGRES, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError as error:
        _missing("PostgreSQL", error)
    async with admin:
        await admin.execute(f"CREATE DATABASE {name}")
        try:
            yield POSTGRES.rsplit("/", 1)[0] + f"/{name}"
        finally:
            await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@asynccontextmanager
async def redis_prefix() -> AsyncIterator[str]:
    """A prefix of its own, whose keys are deleted afterwards."""
    client = Redis.from_url(REDIS, decode_responses=True, socket_connect_timeout=2)
    prefix = f"test-{uuid4().hex}"
    try:
        await client.exists(prefix)
    except OSError as error:
        _missing("Redis", error)
    try:
        yield prefix
    finally:
        if keys := [key async for key in client.scan_iter(f"{prefix}*")]:
            await client.delete(*keys)
        await client.aclose()


class Wire:
    """A TCP relay to a server: whole, silent (it swallows everything), or cut (it refuses and drops)."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._state: Literal["whole", "silent", "cut"] = "whole"
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    async def __aenter__(self) -> Wire:
        await self._listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cut()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def silence(self) -> None:
        self._state = "silent"

    async def cut(self) -> None:
        self._state = "cut"
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def mend(self) -> None:
        await self.cut()
        self._state = "whole"
        await self._listen()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        there, back = await asyncio.open_connection("127.0.0.1", self._target)
        try:
            await asyncio.gather(self._copy(reader, back), self._copy(there, writer))
        finally:
            back.close()
            writer.close()

    async def _copy(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            if self._state == "whole":
                target.write(data)
                await target.drain()
        target.close()
