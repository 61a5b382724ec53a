"""The clients that users were shown, and those they know, against a playground: only the address changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial

import openai
import pytest
from openai.types.chat import ChatCompletionMessageParam

from tests.agents_runtime.playgrounds import Playground, embedded, scaled
from tests.agents_runtime.processes import daphne
from tests.agents_runtime.serving.wscat import Wscat
from tests.end_to_end.event_source import ANSWER, watch_with_one_cut
from tests.fakes import FakeProvider, Usage, words
from tests.generated.driving.clients import require_clients, run_browser_client, run_python_client

QUESTION: list[ChatCompletionMessageParam] = [{"role": "user", "content": "hello"}]


SET_UPS: dict[str, Callable[..., AbstractContextManager[Playground]]] = {
    "uvicorn": embedded,
    "Daphne": partial(embedded, command=daphne),
    "scaled": scaled,
}


@pytest.fixture(scope="module", params=SET_UPS)
def playground(
    request: pytest.FixtureRequest, provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Playground]:
    with SET_UPS[request.param](provider, tmp_path_factory.mktemp("clients")) as running:
        yield running


@pytest.fixture(autouse=True)
def forgotten(provider: FakeProvider) -> None:
    provider.forget()


@pytest.fixture
def url(playground: Playground, agent: str) -> str:
    return playground.url + agent


@pytest.fixture
def socket_url(url: str) -> str:
    return url.replace("http", "ws", 1) + "/chat/ws"


def test_the_python_client_prints_tokens_and_costs(url: str, provider: FakeProvider) -> None:
    require_clients()
    provider.answer(words(5, usage=Usage(input=1000, output=5)))
    printed = run_python_client(f"{url}/chat/stream")
    assert printed.count("[Cost: $") == 5
    # gpt-4o: 1000 tokens in at 2.50 a million, 5 out at 10.
    assert printed.rstrip().endswith("Total: $0.002550")


def test_the_browser_client_prints_tokens_and_costs(socket_url: str, provider: FakeProvider) -> None:
    require_clients()
    provider.answer(words(5, usage=Usage(input=1000, output=5)))
    printed = run_browser_client(socket_url)
    assert printed.count("[$") == 5
    assert "Total: $0.002550" in printed


def test_the_browser_client_cancels(socket_url: str, provider: FakeProvider) -> None:
    require_clients()
    provider.answer(words(200, tokens_per_second=20))
    printed = run_browser_client(socket_url, "setTimeout(() => button.onclick(), 3000);")
    assert "event cancelled" in printed
    assert "event done" not in printed
    provider.wait_for(lambda seen: seen[0].disconnected_at is not None)


def test_wscat_asks_sees_tokens_and_cancels(socket_url: str, provider: FakeProvider, session: str) -> None:
    provider.answer(words(3), words(200, tokens_per_second=20))
    with Wscat(f"{socket_url}?session_id={session}") as wscat:
        assert wscat.hear_until("connected")[-1]["session_id"] == session
        wscat.say(type="message", message="hello")
        assert wscat.hear_until("done")[-1]["result"] == "w0 w1 w2 "
        wscat.say(type="message", message="and more")
        wscat.hear_until("token")
        wscat.say(type="cancel")
        assert wscat.hear_until("cancelled")[-1]["result"].startswith("w0 ")
    provider.wait_for(lambda seen: seen[1].disconnected_at is not None)


def test_openais_client_gets_an_answer_whole_and_streamed_with_usage(
    url: str, provider: FakeProvider
) -> None:
    client = openai.OpenAI(base_url=f"{url}/v1", api_key="unused")
    provider.answer(words(3, usage=Usage(input=40, output=3)), words(3, usage=Usage(input=50, output=3)))
    whole = client.chat.completions.create(model="any", messages=QUESTION)
    assert whole.choices[0].message.content == "w0 w1 w2 "
    assert whole.usage is not None
    assert (whole.usage.prompt_tokens, whole.usage.completion_tokens) == (40, 3)
    chunks = list(
        client.chat.completions.create(
            model="any", messages=QUESTION, stream=True, stream_options={"include_usage": True}
        )
    )
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == "w0 w1 w2 "
    usage = chunks[-1].usage
    assert usage is not None and usage.prompt_tokens == 50


def test_openais_client_raises_its_own_errors(url: str, provider: FakeProvider) -> None:
    client = openai.OpenAI(base_url=f"{url}/v1", api_key="unused", max_retries=0)
    provider.always(words(1, status=429))
    with pytest.raises(openai.RateLimitError):
        client.chat.completions.create(model="any", messages=QUESTION)
    provider.always(words(6, error_after=3))
    with pytest.raises(openai.APIError):
        list(client.chat.completions.create(model="any", messages=QUESTION, stream=True))


def test_a_browsers_event_source_comes_back_by_itself_and_stops_at_the_end(
    playground: Playground, agent: str, provider: FakeProvider, session: str
) -> None:
    provider.answer(ANSWER)
    stream = f"{agent}/chat/stream?message=hello&session_id={session}"
    watch_with_one_cut(playground.web[0].port, stream, f"{agent}/health")
    assert len(provider.requests) == 1
