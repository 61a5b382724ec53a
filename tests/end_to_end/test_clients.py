"""The clients that users were shown run as they are: only the base URL changes."""

from __future__ import annotations

import openai
import pytest
from openai.types.chat import ChatCompletionMessageParam

from tests.fakes import Usage, words
from tests.generated.driving.clients import require_clients, run_browser_client, run_python_client

CLICK_AT_THIRD_TOKEN = """
let tokens = 0;
ws.addEventListener('message', (event) => {
  if (JSON.parse(event.data).type === 'token' && ++tokens === 3) button.onclick();
});
"""


@pytest.fixture(autouse=True)
def clients():
    require_clients()


def test_the_python_client_prints_tokens_and_costs(server, provider):
    provider.answer(words(5, usage=Usage(input=1000, output=5)))
    printed = run_python_client(f"{server.url}/chat/stream")
    assert printed.count("[Cost: $") == 5
    # gpt-4o: 1000 tokens in at 2.50 a million, 5 out at 10.
    assert printed.rstrip().endswith("Total: $0.002550")


def test_the_browser_client_prints_tokens_and_costs(server, provider):
    provider.answer(words(5, usage=Usage(input=1000, output=5)))
    printed = run_browser_client(f"{server.websocket_url}/chat/ws")
    assert printed.count("[$") == 5
    assert "Total: $0.002550" in printed


def test_the_browser_client_cancels(server, provider):
    provider.answer(words(200, tokens_per_second=20))
    printed = run_browser_client(f"{server.websocket_url}/chat/ws", CLICK_AT_THIRD_TOKEN)
    assert "event cancelled" in printed
    assert "event done" not in printed
    provider.wait_for(lambda seen: seen[0].disconnected_at is not None)


def test_any_openai_client_can_talk_to_the_agent(server, provider):
    client = openai.OpenAI(base_url=f"{server.url}/v1", api_key="unused")
    provider.answer(words(3, usage=Usage(input=40, output=3)), words(3, usage=Usage(input=50, output=3)))
    question: list[ChatCompletionMessageParam] = [{"role": "user", "content": "hello"}]
    whole = client.chat.completions.create(model="any", messages=question)
    assert whole.choices[0].message.content == "w0 w1 w2 "
    assert whole.usage is not None
    assert (whole.usage.prompt_tokens, whole.usage.completion_tokens) == (40, 3)
    stream = client.chat.completions.create(
        model="any", messages=question, stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == "w0 w1 w2 "
    usage = chunks[-1].usage
    assert usage is not None and usage.prompt_tokens == 50


def test_an_openai_client_sees_a_failure_as_an_error(server, provider):
    client = openai.OpenAI(base_url=f"{server.url}/v1", api_key="unused", max_retries=0)
    provider.always(words(1, status=429))
    with pytest.raises(openai.RateLimitError):
        client.chat.completions.create(model="any", messages=[{"role": "user", "content": "hello"}])
