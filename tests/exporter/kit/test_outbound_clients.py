"""The guarded transport inside the clients of others: chat models, and answers of any size."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator

import httpx
import pytest
from langchain_core.language_models import BaseChatModel
from langchain_ollama import ChatOllama
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from exporter.kit.failures import classify
from exporter.kit.outbound import (
    AllowList,
    AnswerRefusedError,
    GuardedTransport,
    OutboundRefusedError,
    guarded_client,
)
from tests.exporter.kit.servers import Answer, serving
from tests.fakes import FakeProvider, Reply

HERE = AllowList(["127.0.0.1"])
NOWHERE = AllowList(())

Create = Callable[..., BaseChatModel]


def openai(provider: FakeProvider, allow: AllowList, max_bytes: int | None = None) -> BaseChatModel:
    return ChatOpenAI(
        model="gpt-4o",
        base_url=provider.openai_url,
        api_key=SecretStr("sk-test"),
        max_retries=0,
        http_async_client=guarded_client(allow=allow, max_bytes=max_bytes),
    )


def ollama(provider: FakeProvider, allow: AllowList, max_bytes: int | None = None) -> BaseChatModel:
    transport = GuardedTransport(allow, max_bytes=max_bytes)
    return ChatOllama(model="llama3.2", base_url=provider.url, async_client_kwargs={"transport": transport})


async def said(model: BaseChatModel) -> str:
    return "".join([chunk.text async for chunk in model.astream("Hello")])


@pytest.mark.parametrize("create", [openai, ollama])
async def test_a_chat_model_reaches_what_is_allowed_and_nothing_else(
    provider: FakeProvider, create: Create, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.always(Reply("I am here"))
    monkeypatch.setenv("OUTBOUND_ALLOW", "127.0.0.1")
    with pytest.raises(OutboundRefusedError, match=r'"127\.0\.0\.1" is a private') as refused:
        await said(create(provider, NOWHERE))
    assert classify(refused.value) is refused.value
    assert provider.requests == []
    monkeypatch.delenv("OUTBOUND_ALLOW")
    assert await said(create(provider, HERE)) == "I am here"


@pytest.mark.parametrize("create", [openai, ollama])
async def test_a_chat_model_hears_no_more_than_it_may(provider: FakeProvider, create: Create) -> None:
    provider.always(Reply("word " * 2_000))
    with pytest.raises(AnswerRefusedError, match="larger than 5000 bytes") as refused:
        await said(create(provider, HERE, 5_000))
    assert classify(refused.value) is refused.value
    assert (await said(create(provider, HERE, 5_000_000))).count("word") == 2_000


async def test_an_endless_answer_ends_at_its_limit() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 1_000

    with serving(lambda seen: Answer(chunks=endless)) as server:
        async with guarded_client(allow=HERE, max_bytes=10_000) as client:
            with pytest.raises(AnswerRefusedError, match="larger than 10000 bytes"):
                await client.get(server.url())


async def test_an_answer_of_exactly_the_limit_is_whole() -> None:
    with serving(lambda seen: Answer(body=b"x" * 10_000)) as server:
        async with guarded_client(allow=HERE, max_bytes=10_000) as client:
            assert len((await client.get(server.url())).content) == 10_000
            assert len((await client.get(server.url())).content) == 10_000


async def test_a_compressed_answer_is_not_unpacked_where_its_size_counts() -> None:
    packed = Answer(body=gzip.compress(b"x" * 1_000_000), headers={"Content-Encoding": "gzip"})
    with serving(lambda seen: packed) as server:
        transport = GuardedTransport(HERE, max_bytes=10_000)
        async with httpx.AsyncClient(transport=transport) as client:
            with pytest.raises(AnswerRefusedError, match="compressed"):
                await client.get(server.url())
    assert server.seen[0].headers["Accept-Encoding"] == "identity"
