"""The fake provider speaks each family's wire format so that LangChain's own clients understand it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import aclosing
from typing import Any

import pytest
from langchain_anthropic import ChatAnthropic
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk
from langchain_google_genai import ChatGoogleGenerativeAI
from langchain_ollama import ChatOllama
from langchain_openai import AzureChatOpenAI, ChatOpenAI
from pydantic import SecretStr

from tests.fakes import FakeProvider, Reply, ToolCall, Usage, words

# The clients keep their connections in pools that outlive a chat model, so they need one loop.
pytestmark = pytest.mark.asyncio(loop_scope="module")
KEY = SecretStr("any")
# With its timeout for each chunk, langchain-openai can lose a cancellation; projects switch it off.
CHUNKS: dict[str, Any] = {"stream_chunk_timeout": None, "max_retries": 0}
CHAT_MODELS: dict[str, Callable[[FakeProvider], BaseChatModel]] = {
    "openai": lambda at: ChatOpenAI(
        model="gpt-4o", base_url=at.openai_url, api_key=KEY, stream_usage=True, **CHUNKS
    ),
    "responses": lambda at: ChatOpenAI(
        model="gpt-6-luna", base_url=at.openai_url, api_key=KEY, use_responses_api=True, **CHUNKS
    ),
    "azure": lambda at: AzureChatOpenAI(
        azure_deployment="gpt-4o",
        azure_endpoint=at.url,
        api_key=KEY,
        api_version="2024-10-21",
        stream_usage=True,
        **CHUNKS,
    ),
    "anthropic": lambda at: ChatAnthropic(
        model_name="claude-sonnet-4-5", base_url=at.url, api_key=KEY, max_retries=0, timeout=20, stop=None
    ),
    "google": lambda at: ChatGoogleGenerativeAI(
        model="gemini-2.5-flash", base_url=at.url, google_api_key=KEY, max_retries=1
    ),
    "ollama": lambda at: ChatOllama(model="llama3.2", base_url=at.url),
}


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeProvider]:
    with FakeProvider() as running:
        yield running


@pytest.fixture(params=CHAT_MODELS)
def chat_model(request: pytest.FixtureRequest, provider: FakeProvider) -> BaseChatModel:
    provider.forget()
    return CHAT_MODELS[request.param](provider)


async def streamed(chat_model: BaseChatModel) -> AIMessageChunk:
    async with aclosing(chat_model.astream("hello")) as stream:  # type: ignore[type-var]
        chunks = [chunk async for chunk in stream]
    whole = chunks[0]
    for chunk in chunks[1:]:
        assert isinstance(chunk, AIMessageChunk)
        whole = whole + chunk
    assert isinstance(whole, AIMessageChunk)
    return whole


async def test_a_streamed_reply_arrives_with_its_usage(chat_model, provider):
    provider.answer(Reply(text="one two  three", usage=Usage(input=100, output=8, cached=40)))
    message = await streamed(chat_model)
    assert message.text == "one two  three"
    assert message.usage_metadata is not None
    assert message.usage_metadata["input_tokens"] == 100
    assert message.usage_metadata["output_tokens"] == 8
    assert provider.requests[0].text == "hello"


async def test_a_tool_call_arrives_with_its_arguments(chat_model, provider):
    provider.answer(Reply(text="", tool_calls=(ToolCall("look_up", {"city": "Köln", "days": 3}),)))
    [call] = (await streamed(chat_model)).tool_calls
    assert (call["name"], call["args"]) == ("look_up", {"city": "Köln", "days": 3})


async def test_a_reply_that_is_not_streamed_arrives_whole(chat_model, provider):
    provider.answer(Reply(text="all at once"))
    message = await chat_model.ainvoke("hello")
    assert message.text == "all at once"


@pytest.mark.parametrize("status", [401, 429, 500])
async def test_a_refusal_is_an_error_of_the_client(chat_model, provider, status):
    provider.answer(Reply(status=status, error="no, says the test"))
    with pytest.raises(Exception, match="no, says the test"):
        await streamed(chat_model)


@pytest.mark.parametrize("reply", [words(5, drop_after=2), words(5, error_after=2)], ids=["drop", "error"])
async def test_a_stream_that_breaks_has_shown_what_came_before(chat_model, provider, reply):
    provider.answer(reply)
    got = []
    with pytest.raises(Exception, match=r".+"):
        async for chunk in chat_model.astream("hello"):
            got.append(chunk.text)
    assert "".join(got).strip() == "w0 w1"


async def test_the_provider_notes_when_its_client_leaves(chat_model, provider):
    provider.answer(words(1000, tokens_per_second=100))
    task = asyncio.create_task(streamed(chat_model))
    await asyncio.to_thread(provider.wait_for, lambda seen: seen and seen[0].tokens_sent > 3)
    assert provider.requests[0].disconnected_at is None
    task.cancel()
    await asyncio.wait([task])
    await asyncio.to_thread(provider.wait_for, lambda seen: seen[0].disconnected_at is not None)
    assert provider.requests[0].tokens_sent < 1000


async def test_replies_can_be_chosen_by_what_the_user_said(provider):
    provider.forget()
    provider.when("hello", Reply(text="first"), Reply(text="again"))
    chat_model = CHAT_MODELS["openai"](provider)
    said = [(await chat_model.ainvoke(text)).text for text in ("hello", "hello you", "hello", "else")]
    assert said == ["first", "again", "again", Reply().text]
