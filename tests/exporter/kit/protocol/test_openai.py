"""POST /v1/chat/completions, driven by OpenAI's own client."""

from __future__ import annotations

import asyncio

import openai
import pytest
from openai import AsyncOpenAI

from tests.fakes import FakeProvider, Reply, Usage, words


@pytest.fixture
def openai_client(base_url: str) -> AsyncOpenAI:
    return AsyncOpenAI(base_url=f"{base_url}/v1", api_key="unused", max_retries=0)


async def test_a_whole_answer_with_usage(
    openai_client: AsyncOpenAI, provider: FakeProvider, message: str
) -> None:
    provider.when(message, Reply(text="Hello you.", usage=Usage(input=50, output=5, cached=10)))
    answer = await openai_client.chat.completions.create(
        model="any", messages=[{"role": "user", "content": message}], temperature=0.1
    )
    assert answer.choices[0].message.content == "Hello you."
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage is not None
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (50, 5)
    assert answer.usage.prompt_tokens_details is not None
    assert answer.usage.prompt_tokens_details.cached_tokens == 10


async def test_a_stream_with_usage_at_the_end(
    openai_client: AsyncOpenAI, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(6, tokens_per_second=50))
    stream = await openai_client.chat.completions.create(
        model="any",
        messages=[{"role": "user", "content": message}],
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = [chunk async for chunk in stream]
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == "w0 w1 w2 w3 w4 w5 "
    assert chunks[-1].usage is not None and chunks[-1].usage.completion_tokens == 6
    assert chunks[-1].choices == []
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"


async def test_the_client_gives_the_history(
    openai_client: AsyncOpenAI, provider: FakeProvider, message: str
) -> None:
    await openai_client.chat.completions.create(
        model="any",
        messages=[
            {"role": "system", "content": "Speak like a pirate."},
            {"role": "user", "content": "My name is Ann."},
            {"role": "assistant", "content": "Hello Ann."},
            {"role": "user", "content": [{"type": "text", "text": message}]},
        ],
    )
    [request] = [request for request in provider.requests if message in request.text]
    assert [said["role"] for said in request.body["messages"]] == [
        "system",
        "system",
        "user",
        "assistant",
        "user",
    ]
    assert "pirate" in str(request.body["messages"])


async def test_errors_have_openais_shape(
    openai_client: AsyncOpenAI, provider: FakeProvider, message: str
) -> None:
    with pytest.raises(openai.BadRequestError, match="its own"):
        await openai_client.chat.completions.create(
            model="any",
            messages=[{"role": "user", "content": message}],
            tools=[{"type": "function", "function": {"name": "f", "parameters": {}}}],
        )
    with pytest.raises(openai.UnprocessableEntityError) as refused:
        await openai_client.chat.completions.create(model="any", messages=[])
    assert refused.value.type == "invalid_request_error"
    provider.when(message, Reply(status=429))
    with pytest.raises(openai.RateLimitError):
        await openai_client.chat.completions.create(
            model="any", messages=[{"role": "user", "content": message}]
        )


async def test_an_error_in_the_middle_of_a_stream_reaches_the_client(
    openai_client: AsyncOpenAI, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(10, drop_after=3))
    stream = await openai_client.chat.completions.create(
        model="any", messages=[{"role": "user", "content": message}], stream=True
    )
    with pytest.raises(openai.APIError, match="connection"):
        async for _ in stream:
            pass


async def test_a_client_that_closes_the_stream_stops_the_answer(
    openai_client: AsyncOpenAI, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(400, tokens_per_second=20))
    stream = await openai_client.chat.completions.create(
        model="any", messages=[{"role": "user", "content": message}], stream=True
    )
    async for chunk in stream:
        if chunk.choices[0].delta.content:
            break
    await stream.close()
    [request] = [request for request in provider.requests if message in request.text]
    await asyncio.to_thread(provider.wait_for, lambda _: request.disconnected_at is not None)
