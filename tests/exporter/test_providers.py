"""Facts about providers, held against what LangChain's classes really send to a server."""

from __future__ import annotations

import importlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from exporter.providers import PROVIDERS, Provider

SECRET = "key-for-tests"


class Recorder(BaseHTTPRequestHandler):
    """Answers 400, so that no client retries, and keeps what it was asked."""

    requests: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.requests.append({"path": self.path, "headers": dict(self.headers), "body": json.loads(body)})
        self.send_response(400)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps the test's output quiet."""


@pytest.fixture
def server() -> Iterator[str]:
    Recorder.requests.clear()
    listening = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    thread.join()
    listening.server_close()


def chat_model(provider: Provider, address: str) -> Any:
    """The LangChain object as a generated project makes it from the facts."""
    arguments: dict[str, Any] = {provider.model_argument: "some-model", **dict(provider.constant_arguments)}
    arguments[provider.base_url_argument] = address
    arguments[provider.temperature_argument] = 0.25
    arguments[provider.top_p_argument] = 0.5
    if provider.key_argument is not None:
        arguments[provider.key_argument] = SECRET
    if provider.max_tokens_in_extra_body:
        arguments["extra_body"] = {"max_tokens": 77}
    else:
        arguments[provider.max_tokens_argument] = 77
    if provider.timeout_argument is not None:
        arguments[provider.timeout_argument] = 5
    if provider.timeout_in_client_kwargs:
        arguments["client_kwargs"] = {"timeout": 5}
    if provider.retries_argument is not None:
        arguments[provider.retries_argument] = provider.no_retries
    if provider.stream_usage is not None:
        arguments["stream_usage"] = provider.stream_usage
    for argument in provider.environment_arguments:
        arguments[argument.argument] = argument.default
    return getattr(importlib.import_module(provider.module), provider.class_name)(**arguments)


def requests_of(provider: Provider, address: str) -> list[dict[str, Any]]:
    with pytest.raises(Exception, match=r"400|Bad Request"):
        list(chat_model(provider, address).stream("Hello"))
    return Recorder.requests


def numbers_in(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for item in value.values() for number in numbers_in(item)]
    if isinstance(value, list):
        return [number for item in value for number in numbers_in(item)]
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS)
def test_what_the_manifest_says_reaches_the_provider_once(provider: Provider, server: str) -> None:
    requests = requests_of(provider, server)
    assert len(requests) == 1, "the client retries by itself"
    request = requests[0]
    assert {0.25, 0.5, 77} <= set(numbers_in(request["body"]))
    assert "some-model" in request["path"] or "some-model" in json.dumps(request["body"])
    assert (SECRET in json.dumps(request["headers"])) == (provider.key_argument is not None)
    assert SECRET not in request["path"]


OPENAI_CLASSES = [provider for provider in PROVIDERS.values() if provider.module == "langchain_openai"]


@pytest.mark.parametrize("provider", OPENAI_CLASSES, ids=lambda provider: provider.key)
def test_only_openai_and_azure_get_max_completion_tokens(provider: Provider, server: str) -> None:
    body = requests_of(provider, server)[0]["body"]
    newer = provider.key in ("openai", "azure")
    assert ("max_completion_tokens" in body) == newer
    assert ("max_tokens" in body) == (not newer)


@pytest.mark.parametrize("provider", OPENAI_CLASSES, ids=lambda provider: provider.key)
def test_usage_is_asked_for_wherever_the_provider_takes_the_question(provider: Provider, server: str) -> None:
    body = requests_of(provider, server)[0]["body"]
    expected = None if provider.key == "cohere" else {"include_usage": True}
    assert body.get("stream_options") == expected


def test_azure_is_asked_for_a_deployment_in_a_version(server: str) -> None:
    path = requests_of(PROVIDERS["azure"], server)[0]["path"]
    assert path == "/openai/deployments/some-model/chat/completions?api-version=2024-10-21"


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS)
def test_a_provider_says_which_key_its_users_know_or_that_it_needs_none(provider: Provider) -> None:
    assert provider.key_required <= bool(provider.key_variables)
    assert all(variable.isupper() for variable in (*provider.key_variables, provider.base_url_variable))


def test_no_two_providers_read_the_same_key_or_address() -> None:
    keys = [variable for provider in PROVIDERS.values() for variable in provider.key_variables]
    addresses = [provider.base_url_variable for provider in PROVIDERS.values()]
    assert len(keys) == len(set(keys))
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS)
def test_every_provider_has_prices_or_says_it_has_none(provider: Provider) -> None:
    from genai_prices import data

    priced = {priced.id for priced in data.providers}
    assert provider.price_provider in priced or provider.key in ("ollama", "custom")


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS)
def test_a_server_of_ones_own_is_named_by_the_environment_or_is_known(provider: Provider) -> None:
    classes_that_know = ("openai", "anthropic", "google")
    known = provider.base_url is not None or provider.key in classes_that_know
    assert known != provider.base_url_required
