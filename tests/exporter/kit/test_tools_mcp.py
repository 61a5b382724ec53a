"""MCP tools, against a real server over stdio and over streamable HTTP."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import BaseTool
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from exporter.kit.credentials import HttpAuth, MissingKeyError
from exporter.kit.engine import RunContext, StreamingCallbackHandler, stream_agent
from exporter.kit.events import Event
from exporter.kit.limits import Limits, create_middleware
from exporter.kit.outbound import AllowList
from exporter.kit.tools_mcp import (
    McpServerSettings,
    McpToolError,
    McpUnavailableError,
    check_mcp_servers,
    load_mcp_tools,
)
from tests.exporter.kit.rude_mcp import (
    compressed,
    endless_comments,
    endless_event,
    endless_json,
    rude,
    slow_to_check,
)
from tests.exporter.kit.servers import Answer, Seen, serving
from tests.fakes import FakeProvider, Reply, ToolCall

PROGRAM = str(Path(__file__).with_name("mcp_server.py"))
STDIO = McpServerSettings("notes", "stdio", command=sys.executable, args=(PROGRAM,))
TOKEN = "mcp-token-1"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where the server answers over HTTP."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, PROGRAM, str(port)])
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None, "the MCP server ended"
                assert time.monotonic() < deadline, "the MCP server did not start"
                time.sleep(0.05)
        yield port
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def http(port: int, monkeypatch: pytest.MonkeyPatch) -> McpServerSettings:
    monkeypatch.setenv("OUTBOUND_ALLOW", "127.0.0.1")
    monkeypatch.setenv("MCP_TOKEN", TOKEN)
    auth = HttpAuth("bearer", "MCP_TOKEN")
    return McpServerSettings("remote", "http", url=f"http://127.0.0.1:{port}/mcp", auth=auth)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 (a process tells nobody here when it ends)
            await asyncio.sleep(0.05)


async def load(*servers: McpServerSettings, taken: tuple[str, ...] = ()) -> dict[str, BaseTool]:
    return {tool.name: tool for tool in await load_mcp_tools(servers, taken)}


@pytest.mark.parametrize("transport", ["stdio", "http"])
async def test_allowed_tools_answer_with_text(transport: str, http: McpServerSettings) -> None:
    settings = replace(STDIO if transport == "stdio" else http, allowed=("notes.add", "talk", "not there"))
    tools = await load(settings)
    assert sorted(tools) == ["notes_add", "talk"]
    assert tools["notes_add"].description == "Adds two numbers"
    assert await tools["notes_add"].ainvoke({"a": 40}) == "42"


async def test_a_failing_tool_is_an_error_without_the_credential_in_it(http: McpServerSettings) -> None:
    tools = await load(http)
    with pytest.raises(McpToolError, match="it broke") as failed:
        await tools["broken"].ainvoke({"secret": "abcdefghijkl"})
    assert "abcdefghijkl" not in str(failed.value)


async def test_a_long_answer_is_cut(http: McpServerSettings) -> None:
    text = await (await load(http))["talk"].ainvoke({"characters": 60_000})
    assert text == "x" * 50_000 + "… (60000 characters)"


async def test_a_long_answer_that_a_server_streams_is_not_read_to_its_end(http: McpServerSettings) -> None:
    talk = (await load(http))["talk"]
    async with asyncio.timeout(30):
        assert "4000000 characters" in await talk.ainvoke({"characters": 4_000_000})
        with pytest.raises(McpToolError, match=r"was not read\. The answer is larger than 10000000 bytes"):
            await talk.ainvoke({"characters": 11_000_000})


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (endless_json, "larger than 10000000 bytes"),
        (endless_event, "larger than 10000000 bytes"),
        (endless_comments, "larger than 10000000 bytes"),
        (compressed, "compressed, which was not asked for"),
    ],
)
async def test_an_answer_of_any_size_is_a_tool_error_at_once(
    answer: Callable[[], Answer],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("OUTBOUND_ALLOW", "127.0.0.1")
    with serving(rude(answer)) as server:
        [fetch] = await load_mcp_tools([McpServerSettings("rude", "http", url=server.url("/mcp"))])
        async with asyncio.timeout(10):
            with pytest.raises(McpToolError, match=reason):
                await fetch.ainvoke({})
        calls = [seen for seen in server.seen if b"tools/call" in seen.body]
    assert len(calls) == 1
    assert "Traceback" not in caplog.text


async def test_no_schema_of_a_server_keeps_the_process_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTBOUND_ALLOW", "127.0.0.1")
    with serving(slow_to_check) as server:
        [fetch] = await load_mcp_tools([McpServerSettings("slow", "http", url=server.url("/mcp"))])
        began = time.thread_time()
        assert await fetch.ainvoke({}) == "fetched"
        assert time.thread_time() - began < 1


@pytest.mark.parametrize("answer", [endless_json, compressed])
async def test_a_server_that_begins_with_an_answer_of_any_size_is_a_clear_error(
    answer: Callable[[], Answer], http: McpServerSettings
) -> None:
    with serving(lambda seen: answer()) as server:
        async with asyncio.timeout(10):
            with pytest.raises(McpUnavailableError, match='"remote" cannot be used: The answer is'):
                await load_mcp_tools([replace(http, url=server.url("/mcp"))])


async def test_what_is_not_text_stays_as_it_is(http: McpServerSettings) -> None:
    [block] = await (await load(http))["picture"].ainvoke({})
    assert (block["type"], block["base64"], block["mime_type"]) == ("image", "aGk=", "image/png")


async def test_a_server_that_dies_in_a_call_is_a_tool_error_and_the_run_goes_on() -> None:
    events: list[Event] = []
    with FakeProvider() as provider:
        provider.answer(
            Reply(text="", tool_calls=(ToolCall("die", {}),)),
            Reply(text="", tool_calls=(ToolCall("broken", {"secret": "x"}), ToolCall("notes_add", {"a": 1}))),
            Reply(text="Done."),
        )
        model = ChatOpenAI(
            model="gpt-4o", base_url=provider.openai_url, api_key=SecretStr("x"), stream_usage=True
        )
        agent = create_agent(
            model,
            tools=await load_mcp_tools([STDIO]),
            middleware=create_middleware(Limits()),
            context_schema=RunContext,
        )
        run = RunContext("run", "session", StreamingCallbackHandler(events.append))
        async with asyncio.timeout(60):
            context = await stream_agent(agent, [HumanMessage("Hello")], run)
    assert context[-1].text == "Done."
    results = [(m.status, m.text) for m in context if isinstance(m, ToolMessage)]
    assert [status for status, _ in results] == ["error", "error", "success"]
    assert "MCP server" in results[0][1]
    assert results[2] == ("success", "3")
    assert [event.type for event in events if event.type.startswith("tool_")].count("tool_error") == 2


async def test_no_process_is_left_behind(tmp_path: Path) -> None:
    def started() -> list[int]:
        return [int(pid) for pid in pids.read_text().split()] if pids.exists() else []

    pids = tmp_path / "pids"
    tools = await load(replace(STDIO, env={"PID_FILE": str(pids)}))
    call = asyncio.create_task(tools["wait"].ainvoke({"seconds": 60}))
    await until(lambda: len(started()) == 2)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await until(lambda: not any(alive(pid) for pid in started()))


async def test_a_started_server_gets_what_the_manifest_names_and_no_other_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("API_KEY", "secret")
    tools = await load(replace(STDIO, env={"NOTES_TOKEN": "mine"}))
    names = set((await tools["environment"].ainvoke({})).split())
    assert "NOTES_TOKEN" in names
    assert "PATH" in names
    assert not {"OPENAI_API_KEY", "API_KEY"} & names


async def test_a_name_that_is_taken_gets_the_servers_name(http: McpServerSettings) -> None:
    one = replace(http, allowed=("notes.add", "talk"))
    tools = await load(one, replace(one, name="re/mote"), taken=("talk",))
    assert sorted(tools) == ["notes_add", "re_mote_notes_add", "re_mote_talk", "remote_talk"]
    assert await tools["re_mote_notes_add"].ainvoke({"a": 1}) == "3"
    with pytest.raises(McpUnavailableError, match='two tools are called "remote_talk"'):
        await load(one, taken=("talk", "remote_talk"))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"command": "no-such-command-anywhere"}, "not installed"),
        ({"args": ("-c", "raise SystemExit(2)")}, "cannot be used"),
    ],
)
async def test_a_server_that_does_not_start_is_a_clear_error(change: dict[str, Any], reason: str) -> None:
    broken = replace(STDIO, **change)
    async with asyncio.timeout(40):
        with pytest.raises(McpUnavailableError, match=f'"notes" cannot be used.*{reason}|{reason}'):
            await load_mcp_tools([broken])


async def test_health_starts_nothing_and_sees_a_missing_command(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    await check_mcp_servers([replace(STDIO, env={"PID_FILE": str(pids)})])
    assert not pids.exists()
    with pytest.raises(McpUnavailableError, match=r'"notes" cannot be used.*not installed'):
        await check_mcp_servers([replace(STDIO, command="no-such-command-anywhere")])


async def test_a_server_that_says_nothing_does_not_hold_up_health(http: McpServerSettings) -> None:
    released = threading.Event()

    def never(seen: Seen) -> Answer:
        released.wait(60)
        return Answer()

    with serving(never) as silent:
        async with asyncio.timeout(20):
            with pytest.raises(McpUnavailableError, match="does not answer"):
                await check_mcp_servers([replace(http, url=silent.url("/mcp"))])
        released.set()


async def test_a_server_that_is_not_there_is_a_clear_error(http: McpServerSettings) -> None:
    with serving() as gone:
        url = gone.url("/mcp")
    async with asyncio.timeout(40):
        with pytest.raises(McpUnavailableError, match='"remote" cannot be used'):
            await check_mcp_servers([replace(http, url=url)])
        await check_mcp_servers([http, STDIO])


async def test_a_wrong_credential_is_said_without_it(
    http: McpServerSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCP_TOKEN", "wrong-token-22")
    with pytest.raises(McpUnavailableError, match="401") as refused:
        await check_mcp_servers([http])
    assert "wrong-token-22" not in str(refused.value)
    monkeypatch.delenv("MCP_TOKEN")
    with pytest.raises(MissingKeyError, match='"MCP_TOKEN" is not set'):
        await check_mcp_servers([http])


async def test_a_private_address_is_refused(http: McpServerSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OUTBOUND_ALLOW")
    with pytest.raises(McpUnavailableError, match="OUTBOUND_ALLOW"):
        await check_mcp_servers([http])


async def test_a_redirect_within_the_host_is_followed_with_the_credential(http: McpServerSettings) -> None:
    moved = replace(http, url=http.url.replace("/mcp", "/moved"), allowed=("notes.add",))
    assert await (await load(moved))["notes_add"].ainvoke({"a": 5}) == "7"


async def test_loading_and_calling_keep_to_the_environment_and_the_allow_list_they_are_given(
    http: McpServerSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(http, headers={"X-Extra": "${EXTRA}"})
    given = {"MCP_TOKEN": TOKEN, "EXTRA": "x"}
    here = AllowList(["127.0.0.1"])
    with pytest.raises(MissingKeyError) as missing:
        await load_mcp_tools([settings], environment={"EXTRA": "x"}, allow=here)
    assert missing.value.variable == "MCP_TOKEN"
    with pytest.raises(McpUnavailableError, match="private or special address"):
        await load_mcp_tools([settings], environment=given, allow=AllowList(()))
    monkeypatch.delenv("OUTBOUND_ALLOW")
    monkeypatch.delenv("MCP_TOKEN")
    tools = await load_mcp_tools([settings], environment=given, allow=here)
    [add] = [tool for tool in tools if tool.name == "notes_add"]
    assert await add.ainvoke({"a": 40}) == "42"


async def test_a_started_server_gets_the_variables_of_the_environment_that_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NOTES_TOKEN", "the server's own")
    asking = replace(STDIO, env={"NOTES_TOKEN": "${NOTES_TOKEN}"})
    with pytest.raises(MissingKeyError, match="NOTES_TOKEN"):
        await load_mcp_tools([asking], environment={})
    assert await load_mcp_tools([asking], environment={"NOTES_TOKEN": "theirs"})
