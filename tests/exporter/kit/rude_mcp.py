"""An MCP server that lists one tool, `fetch`, and answers its calls as no server should."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.exporter.kit.servers import Answer, Seen

MEGABYTE = b"x" * 1_000_000
JSON = {"Content-Type": "application/json"}
EVENTS = {"Content-Type": "text/event-stream"}


def rude(answer: Callable[[], Answer]) -> Callable[[Seen], Answer]:
    """For `serving`: polite until the tool is called."""

    def reply(seen: Seen) -> Answer:
        if seen.method != "POST":
            return Answer(405)
        asked = json.loads(seen.body)
        if "id" not in asked:
            return Answer(202, b"")
        if asked["method"] == "tools/call":
            return answer()
        return Answer(
            body=json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": RESULTS[asked["method"]]})
        )

    return reply


def endless_json() -> Answer:
    return Answer(headers=JSON, chunks=lambda: endless(b'{"jsonrpc": "2.0", "x": "'))


def endless_event() -> Answer:
    """With an id, from which a client would go on reading."""
    return Answer(headers=EVENTS, chunks=lambda: endless(b"id: 1\ndata: \n\ndata: "))


def endless_comments() -> Answer:
    return Answer(headers=EVENTS, chunks=lambda: (b": " + MEGABYTE + b"\n\n" for _ in range(1_000)))


def compressed() -> Answer:
    """Some 100 KB, and 100 MB where they are unpacked."""
    return Answer(body=gzip.compress(MEGABYTE * 100), headers={**JSON, "Content-Encoding": "gzip"})


def endless(beginning: bytes) -> Iterator[bytes]:
    yield beginning
    for _ in range(1_000):
        yield MEGABYTE


RESULTS: dict[str, Any] = {
    "initialize": {
        "protocolVersion": "2025-06-18",
        "capabilities": {"tools": {}},
        "serverInfo": {"name": "rude", "version": "1"},
    },
    "tools/list": {"tools": [{"name": "fetch", "inputSchema": {"type": "object", "properties": {}}}]},
}


def slow_to_check(seen: Seen) -> Answer:
    """Lists a tool whose answers match a pattern, and answers with what takes `re` some seconds to match."""
    asked = json.loads(seen.body or b"{}")
    if "id" not in asked:
        return Answer(202 if seen.method == "POST" else 405, b"")
    schema = {"type": "object", "properties": {"a": {"type": "string", "pattern": "^(a+)+$"}}}
    [tool] = RESULTS["tools/list"]["tools"]
    results = {
        **RESULTS,
        "tools/list": {"tools": [{**tool, "outputSchema": schema}]},
        "tools/call": {
            "content": [{"type": "text", "text": "fetched"}],
            "structuredContent": {"a": "a" * 26 + "!"},
        },
    }
    return Answer(body=json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": results[asked["method"]]}))
