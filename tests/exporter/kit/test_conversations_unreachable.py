"""A conversation store out of reach says so soon, gives away no secret, and works again when it can."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from langchain_core.messages import HumanMessage

from exporter.kit.conversations import ConversationStore, MemoryUnavailableError, TranscriptMessage
from exporter.kit.conversations_postgres import PostgresConversations
from exporter.kit.conversations_redis import RedisConversations
from exporter.kit.conversations_sqlite import SqliteConversations
from tests.exporter.kit.stores import POSTGRES, REDIS, Wire, postgres_database, redis_prefix

SECRET = "p4ss-w0rd-that-nobody-may-see"
FAR_TOO_LONG = 8.0


@pytest.fixture(params=["postgres", "redis"])
async def wired(request: pytest.FixtureRequest) -> AsyncIterator[tuple[ConversationStore, Wire]]:
    server = urlsplit(POSTGRES if request.param == "postgres" else REDIS)
    assert server.port is not None
    async with Wire(server.port) as wire:
        if request.param == "postgres":
            async with postgres_database() as url:
                path = urlsplit(url).path
                postgres = PostgresConversations(
                    f"postgresql://postgres:{SECRET}@127.0.0.1:{wire.port}{path}"
                )
                yield postgres, wire
                await postgres.close()
        else:
            async with redis_prefix() as prefix:
                redis = RedisConversations(f"redis://127.0.0.1:{wire.port}{server.path}", agent=prefix)
                yield redis, wire
                await redis.close()


async def _is_refused(store: ConversationStore) -> None:
    said = [TranscriptMessage("user", "x", "run")]
    async with asyncio.timeout(FAR_TOO_LONG):
        outcomes = await asyncio.gather(
            store.check(),
            store.load("s"),
            store.save_turn("s", [HumanMessage("x")], said),
            store.list_sessions(),
            store.forget("s"),
            return_exceptions=True,
        )
    for outcome in outcomes:
        assert isinstance(outcome, MemoryUnavailableError)
        assert "127.0.0.1" in str(outcome)
        assert SECRET not in repr(outcome)


async def _works(store: ConversationStore) -> None:
    async with asyncio.timeout(FAR_TOO_LONG):
        await store.check()
        await store.save_turn("s", [HumanMessage("hello")], [TranscriptMessage("user", "hello", "run")])
        assert [message.text for message in (await store.load("s")).context] == ["hello"]
        await store.forget("s")


async def test_a_store_that_was_never_there_is_found_when_it_comes(
    wired: tuple[ConversationStore, Wire], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store, wire = wired
    await wire.cut()
    await _is_refused(store)
    await wire.mend()
    await _works(store)
    assert SECRET not in caplog.text


async def test_a_store_that_goes_away_and_comes_back_is_used_again(
    wired: tuple[ConversationStore, Wire], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store, wire = wired
    await _works(store)
    await wire.cut()
    await _is_refused(store)
    await wire.mend()
    await _works(store)
    assert SECRET not in caplog.text


async def test_a_store_that_says_nothing_is_an_error_and_not_a_hang(
    wired: tuple[ConversationStore, Wire],
) -> None:
    store, wire = wired
    await _works(store)
    wire.silence()
    await _is_refused(store)
    await wire.mend()
    await _works(store)


async def test_a_store_that_says_nothing_at_the_start_does_not_hold_it_up(
    wired: tuple[ConversationStore, Wire], caplog: pytest.LogCaptureFixture
) -> None:
    store, wire = wired
    wire.silence()
    async with asyncio.timeout(FAR_TOO_LONG):
        await store.open()
    assert "Conversations cannot be kept in" in caplog.text
    assert SECRET not in caplog.text
    await wire.mend()
    await _works(store)


@pytest.mark.parametrize(
    "store",
    [
        PostgresConversations(f"postgres//user:{SECRET}@db"),
        PostgresConversations(f"postgresql://user:{SECRET}@127.0.0.1:99999/db"),
        PostgresConversations(f"postgresql://user:{SECRET}@127.0.0.1:1/db"),
        RedisConversations(f"redis//user:{SECRET}@db"),
        RedisConversations(f"redis://user:{SECRET}@127.0.0.1:99999"),
        RedisConversations(f"redis://user:{SECRET}@127.0.0.1:1/0"),
        RedisConversations(REDIS.replace("redis://", f"redis://user:{SECRET}@")),
    ],
    ids=["no address", "no port", "refused", "no address", "no port", "refused", "wrong password"],
)
async def test_no_error_and_no_log_line_holds_the_password(
    store: ConversationStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with asyncio.timeout(FAR_TOO_LONG):
        with pytest.raises(MemoryUnavailableError) as refused:
            await store.check()
    assert SECRET not in str(refused.value)
    assert SECRET not in caplog.text
    await store.close()


async def test_a_file_that_another_process_holds_is_an_error_and_not_a_hang(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    store = SqliteConversations(path)
    await _works(store)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    async with asyncio.timeout(FAR_TOO_LONG):
        with pytest.raises(MemoryUnavailableError, match="locked"):
            await store.save_turn("s", [HumanMessage("x")], [])
    other.execute("ROLLBACK")
    other.close()
    await _works(store)
    await store.close()


async def test_a_file_that_is_no_database_is_an_error_until_it_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    path.write_text("no database " * 100)
    store = SqliteConversations(path)
    with pytest.raises(MemoryUnavailableError, match="not a database"):
        await store.check()
    path.unlink()
    await _works(store)
    await store.close()


async def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = SqliteConversations(tmp_path / "file" / "c.sqlite3")
    with pytest.raises(MemoryUnavailableError, match=r'"c\.sqlite3"'):
        await store.check()
    await store.close()
