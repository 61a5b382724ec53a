"""Traces really arrive, at servers in the place of LangSmith, Langfuse and an OpenTelemetry collector."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import HumanMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from pydantic import SecretStr

from exporter.kit.callbacks import CostTrackingHandler
from exporter.kit.engine import RunContext, StreamingCallbackHandler, stream_agent
from exporter.kit.limits import Limits, create_middleware
from exporter.kit.observability import langsmith_callbacks
from exporter.kit.observability_langfuse import langfuse_callbacks
from exporter.kit.observability_otel import otel_callbacks
from tests.exporter.kit.servers import Seen, Server, serving
from tests.fakes import FakeProvider, Reply, ToolCall, Usage

PREFIXES = ("LANGSMITH_", "LANGCHAIN_", "LANGFUSE_", "OTEL_")
SOURCES = [langsmith_callbacks, langfuse_callbacks, otel_callbacks]


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIXES)]:
        monkeypatch.delenv(name)
    # Spans wait for others to be sent with: not for long here.
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
    monkeypatch.setenv("LANGFUSE_FLUSH_INTERVAL", "0.05")
    # At the end of the process the libraries try for so long to send what they still have.
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "1")
    monkeypatch.setenv("LANGFUSE_TIMEOUT", "1")


@pytest.fixture
def collector() -> Iterator[Server]:
    with serving() as server:
        yield server


@tool
async def lookup(name: str) -> str:
    """Looks somebody up."""
    return f"{name} is not at home"


async def run_agent(
    callbacks: Sequence[BaseCallbackHandler], *replies: Reply, cancel_after: float | None = None
) -> None:
    call = Reply(text="", tool_calls=(ToolCall("lookup", {"name": "secret-name"}),))
    with FakeProvider() as provider:
        provider.answer(*(replies or (call, Reply(text="Done.", usage=Usage(input=30, output=7)))))
        model = ChatOpenAI(
            model="gpt-4o", base_url=provider.openai_url, api_key=SecretStr("x"), stream_usage=True
        )
        agent = create_agent(
            model, tools=[lookup], middleware=create_middleware(Limits()), context_schema=RunContext
        )
        handler = StreamingCallbackHandler(lambda event: None, CostTrackingHandler("openai", "gpt-4o"))
        run = RunContext("run", "session", handler)
        async with asyncio.timeout(cancel_after):
            await stream_agent(agent, [HumanMessage("Where is secret-name?")], run, callbacks)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 (the sender is a thread of the library)
            await asyncio.sleep(0.02)


def spans(collector: Server, path: str) -> list[Span]:
    found: list[Span] = []
    for seen in collector.seen:
        if seen.method == "POST" and seen.path == path:
            compressed = lower(seen.headers).get("content-encoding") == "gzip"
            body = gzip.decompress(seen.body) if compressed else seen.body
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                found += [span for scope in resource.scope_spans for span in scope.spans]
    return found


def lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def attributes(span: Span) -> dict[str, Any]:
    values = {one.key: one.value for one in span.attributes}
    return {key: getattr(value, value.WhichOneof("value") or "string_value") for key, value in values.items()}


@pytest.mark.parametrize("source", SOURCES)
def test_without_its_variables_nothing_is_traced(source: Callable[[], list[BaseCallbackHandler]]) -> None:
    assert source() == []


async def test_opentelemetry_gets_a_span_for_the_run_each_request_and_each_tool_call(
    collector: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url())
    monkeypatch.setenv("OTEL_SERVICE_NAME", "my-agent")
    await run_agent(otel_callbacks())
    await until(lambda: len(spans(collector, "/v1/traces")) == 4)
    by_start = sorted(spans(collector, "/v1/traces"), key=lambda span: span.start_time_unix_nano)
    assert [span.name for span in by_start] == [
        "invoke_agent",
        "chat gpt-4o",
        "execute_tool lookup",
        "chat gpt-4o",
    ]
    root, *children = by_start
    assert {span.trace_id for span in by_start} == {root.trace_id}
    assert {span.parent_span_id for span in children} == {root.span_id}
    last = attributes(by_start[-1])
    assert last["gen_ai.operation.name"] == "chat"
    assert last["gen_ai.provider.name"] == "openai"
    assert (last["gen_ai.usage.input_tokens"], last["gen_ai.usage.output_tokens"]) == (30, 7)
    assert attributes(by_start[2])["gen_ai.tool.name"] == "lookup"
    assert all(b"secret-name" not in seen.body for seen in collector.seen)


async def test_opentelemetry_spans_of_a_run_that_fails_or_is_cancelled_end(
    collector: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url())
    callbacks = otel_callbacks()
    with pytest.raises(Exception, match=r"401|told to fail"):
        await run_agent(callbacks, Reply(status=401))
    with pytest.raises(TimeoutError):
        await run_agent(callbacks, Reply(text="one two", stall_after=1), cancel_after=3)
    await until(lambda: len(spans(collector, "/v1/traces")) == 4)
    found = spans(collector, "/v1/traces")
    assert sorted(span.name for span in found) == ["chat gpt-4o"] * 2 + ["invoke_agent"] * 2
    assert all("error.type" in attributes(span) for span in found)
    [handler] = callbacks
    assert not vars(handler)["_spans"]
    assert not vars(handler)["_runs"]


async def test_langfuse_gets_the_run_with_its_keys(
    collector: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGFUSE_PUBLIC_KEY", "pk-test")
    monkeypatch.setenv("LANGFUSE_SECRET_KEY", "sk-test")
    monkeypatch.setenv("LANGFUSE_HOST", collector.url())
    await run_agent(langfuse_callbacks())
    path = "/api/public/otel/v1/traces"
    await until(lambda: any("gpt-4o" in str(attributes(span)) for span in spans(collector, path)))
    sent = next(seen for seen in collector.seen if seen.path == path)
    expected = "Basic " + base64.b64encode(b"pk-test:sk-test").decode()
    assert lower(sent.headers)["authorization"] == expected


async def test_langsmith_gets_the_run_in_its_project(
    collector: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_run(seen: Seen) -> bool:
        return seen.method == "POST" and b"gpt-4o" in seen.body and b"my-project" in seen.body

    monkeypatch.setenv("LANGSMITH_ENABLED", "true")
    monkeypatch.setenv("LANGCHAIN_API_KEY", "ls-key")
    monkeypatch.setenv("LANGCHAIN_PROJECT", "my-project")
    monkeypatch.setenv("LANGCHAIN_ENDPOINT", collector.url())
    await run_agent(langsmith_callbacks())
    await until(lambda: any(is_run(seen) for seen in collector.seen))
    sent = next(seen for seen in collector.seen if is_run(seen))
    assert lower(sent.headers)["x-api-key"] == "ls-key"


def test_langsmith_without_a_key_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("LANGSMITH_ENABLED", "true")
    assert langsmith_callbacks() == []
    assert "LANGCHAIN_API_KEY is not" in caplog.text


@pytest.mark.parametrize(
    ("source", "package", "variables"),
    [
        (langfuse_callbacks, "langfuse.langchain", {"LANGFUSE_PUBLIC_KEY": "p", "LANGFUSE_SECRET_KEY": "s"}),
        (otel_callbacks, "opentelemetry.sdk.trace", {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"}),
    ],
)
def test_a_missing_package_is_a_warning_that_names_it(
    source: Callable[[], list[BaseCallbackHandler]],
    package: str,
    variables: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setitem(sys.modules, package, None)
    with caplog.at_level(logging.WARNING):
        assert source() == []
    assert "not installed" in caplog.text
    assert package.split(".")[0] in json.dumps(caplog.messages)


@pytest.mark.parametrize("source", SOURCES)
async def test_a_tracing_server_that_is_away_does_not_disturb_the_run(
    source: Callable[[], list[BaseCallbackHandler]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGCHAIN_ENDPOINT", "LANGFUSE_HOST", "OTEL_EXPORTER_OTLP_ENDPOINT"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    for name in ("LANGCHAIN_API_KEY", "LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY"):
        monkeypatch.setenv(name, "key-of-a-server-that-is-away")
    monkeypatch.setenv("LANGSMITH_ENABLED", "true")
    callbacks = source()
    assert len(callbacks) == 1
    await run_agent(callbacks)
