"""Every conversation store keeps the same promises; run against real servers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import uuid4

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from exporter.kit.context_window import ContextWindow
from exporter.kit.conversations import ConversationStore, TranscriptMessage
from exporter.kit.conversations_memory import MemoryConversations
from exporter.kit.conversations_none import NoConversations
from exporter.kit.conversations_postgres import PostgresConversations
from exporter.kit.conversations_redis import RedisConversations
from exporter.kit.conversations_sqlite import SqliteConversations
from tests.exporter.kit.stores import REDIS, postgres_database, redis_prefix

BACKENDS = ["memory", "sqlite", "postgres", "redis"]

MakeStore = Callable[..., ConversationStore]


@pytest.fixture(params=BACKENDS)
async def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[MakeStore]:
    """Calling it twice gives two stores on the same data, as two processes have."""
    made: list[ConversationStore] = []

    def keep(store: ConversationStore) -> ConversationStore:
        made.append(store)
        return store

    if request.param == "memory":
        yield lambda **options: keep(MemoryConversations(**options))
    elif request.param == "sqlite":
        yield lambda **options: keep(SqliteConversations(tmp_path / "new" / "c.sqlite3", **options))
    elif request.param == "postgres":
        async with postgres_database() as url:
            yield lambda **options: keep(PostgresConversations(url, **options))
            for store in made:
                await store.close()
    else:
        async with redis_prefix() as prefix:
            yield lambda **options: keep(RedisConversations(REDIS, **{"agent": prefix, **options}))
    for store in made:
        await store.close()


def turn(number: int) -> list[BaseMessage]:
    return [HumanMessage(f"question {number}"), AIMessage(f"answer {number}")]


def said(number: int, state: str = "done") -> list[TranscriptMessage]:
    return [
        TranscriptMessage("user", f"question {number}", f"run-{number}", state),
        TranscriptMessage("assistant", f"answer {number}", f"run-{number}", state),
    ]


def texts(messages: list[BaseMessage]) -> list[str]:
    return [message.text for message in messages]


async def test_an_unknown_session_is_an_empty_conversation(make_store: MakeStore) -> None:
    store = make_store()
    await store.open()
    found = await store.load("never-seen")
    assert (found.context, found.transcript) == ([], [])
    assert await store.list_sessions() == []
    assert await store.forget("never-seen") is False


async def test_a_turn_comes_back_with_its_tool_calls_and_usage(make_store: MakeStore) -> None:
    store = make_store()
    context: list[BaseMessage] = [
        HumanMessage("Wie wird's? ☂  \0 end", id="h1"),
        AIMessage(
            [{"type": "text", "text": "I look"}],
            id="a1",
            tool_calls=[{"name": "weather", "args": {"city": "Zürich"}, "id": "call-1"}],
            usage_metadata={"input_tokens": 3, "output_tokens": 4, "total_tokens": 7},
        ),
        ToolMessage("rain", tool_call_id="call-1", name="weather", status="error"),
        AIMessage("Rain."),
    ]
    transcript = said(1, state="cancelled")
    await store.save_turn("s", context, transcript)
    found = await store.load("s")
    assert found.context == context
    assert found.transcript == transcript


async def test_the_context_is_replaced_and_the_transcript_grows(make_store: MakeStore) -> None:
    store = make_store()
    await store.save_turn("s", turn(1), said(1))
    await store.save_turn("s", [HumanMessage("a summary"), *turn(2)], said(2))
    found = await store.load("s")
    assert texts(found.context) == ["a summary", "question 2", "answer 2"]
    assert [message.text for message in found.transcript] == [
        "question 1",
        "answer 1",
        "question 2",
        "answer 2",
    ]


async def test_two_sessions_never_see_each_other(make_store: MakeStore) -> None:
    store = make_store()
    names = ["s", "s:1", "s:1:said", "S", "s%"]
    await asyncio.gather(
        *(
            store.save_turn(name, [HumanMessage(name)], [TranscriptMessage("user", name, name)])
            for name in names
        )
    )
    for name in names:
        found = await store.load(name)
        assert texts(found.context) == [name]
        assert [message.text for message in found.transcript] == [name]
    assert await store.forget("s:1") is True
    assert sorted(info.session_id for info in await store.list_sessions()) == sorted(set(names) - {"s:1"})
    assert (await store.load("s:1")).transcript == []
    assert texts((await store.load("s:1:said")).context) == ["s:1:said"]


async def test_only_the_window_is_kept_for_the_model(make_store: MakeStore) -> None:
    store = make_store(window=ContextWindow(messages=4))
    await store.save_turn("s", [*turn(1), *turn(2), *turn(3)], said(3))
    assert texts((await store.load("s")).context) == ["question 2", "answer 2", "question 3", "answer 3"]


async def test_the_list_has_the_newest_session_first(make_store: MakeStore) -> None:
    store = make_store()
    await store.save_turn("old", turn(1), [TranscriptMessage("user", "  Hello\n\0 " + "x" * 200, "r")])
    await store.save_turn("new", turn(2), said(2))
    await store.save_turn("old", turn(3), said(3))
    first, second = await store.list_sessions()
    assert (first.session_id, second.session_id) == ("old", "new")
    assert (first.messages, second.messages) == (3, 2)
    assert first.title.startswith("Hello xxx")
    assert len(first.title) == 80
    assert first.created_at <= second.created_at <= first.updated_at


async def test_a_session_is_forgotten_after_its_time(make_store: MakeStore) -> None:
    store = make_store(ttl_seconds=1)
    await store.save_turn("s", turn(1), said(1))
    assert (await store.load("s")).context == turn(1)
    await asyncio.sleep(1.2)
    assert (await store.load("s")).context == []
    assert await store.list_sessions() == []
    await store.save_turn("s", turn(2), said(2))
    assert len((await store.load("s")).transcript) == 2


@pytest.mark.parametrize("make_store", ["sqlite", "postgres", "redis"], indirect=True)
async def test_a_restart_loses_nothing(make_store: MakeStore) -> None:
    before = make_store()
    await before.save_turn("s", turn(1), said(1))
    await before.close()
    assert (await make_store().load("s")).context == turn(1)
    assert (await before.load("s")).context == turn(1), "a closed store opens again when it is used"


@pytest.mark.parametrize("make_store", ["sqlite", "postgres", "redis"], indirect=True)
async def test_many_processes_may_start_at_once(make_store: MakeStore) -> None:
    stores = [make_store() for _ in range(8)]
    await asyncio.gather(*(store.open() for store in stores))
    await asyncio.gather(*(store.save_turn(f"s{n}", turn(n), said(n)) for n, store in enumerate(stores)))
    assert len(await stores[0].list_sessions()) == 8


@pytest.mark.parametrize("make_store", ["postgres", "redis"], indirect=True)
async def test_two_agents_share_a_server_and_not_their_sessions(make_store: MakeStore) -> None:
    mine, theirs = make_store(), make_store(agent=f"test-{uuid4().hex}")
    await mine.save_turn("s", turn(1), said(1))
    assert (await theirs.load("s")).context == []
    assert await theirs.forget("s") is False
    assert len(await mine.list_sessions()) == 1
    await theirs.forget("s")


async def test_the_process_keeps_only_so_many_sessions() -> None:
    store = MemoryConversations(max_sessions=2)
    for number in range(3):
        await store.save_turn(f"s{number}", turn(number), said(number))
    assert [info.session_id for info in await store.list_sessions()] == ["s2", "s1"]


async def test_without_memory_nothing_is_kept() -> None:
    store = NoConversations()
    await store.save_turn("s", turn(1), said(1))
    assert (await store.load("s")).context == []
    assert await store.list_sessions() == []
