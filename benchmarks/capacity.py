"""How many runs at once one exported server streams smoothly: 20 tokens/s each, p99 gap under 100 ms."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from itertools import count

from .measuring import Row, percentile
from .processes import Provider, exported_server, relay, running_provider
from .viewers import Seen, watch_sse, watch_websocket

STEPS = (1, 5, 10, 20, 30, 40, 60, 80, 100, 130, 160, 200)
SECONDS = 3
LIMIT = 100.0
numbers = count()
Watch = Callable[[int], Awaitable[Seen]]


def measure() -> Iterator[Row]:
    with running_provider() as provider:
        provider.always(tokens=["token "] * (20 * SECONDS), tokens_per_second=20)
        with exported_server(provider) as server:
            sse = most_at_once(server.port, sse_watch)
            websocket = most_at_once(server.port, websocket_watch)
        agent = relayed("agent", provider)
        raw = relayed("raw", provider)
    target = "p99 gap < 100 ms"
    yield Row("runs at once, agent.astream + SSE", agent, "runs", agent / raw, "raw httpx relay", target)
    for name, most in (("SSE", sse), ("WebSocket", websocket)):
        yield Row(f"runs at once, {name}", most, "runs", most / agent, "agent.astream + SSE", target)
        yield Row(f"runs at once, {name}", most, "runs", most / raw, "raw httpx relay", target)


def relayed(kind: str, provider: Provider) -> int:
    with relay(kind, provider) as server:
        return most_at_once(server.port, sse_watch)


def sse_watch(port: int) -> Awaitable[Seen]:
    return watch_sse(port, f"/chat/stream?message=hello&session_id=many-{next(numbers)}")


def websocket_watch(port: int) -> Awaitable[Seen]:
    return watch_websocket(port, f"many-{next(numbers)}")


def most_at_once(port: int, watch: Watch) -> int:
    """The largest step that is still smooth; the first step that is not, tried twice, ends the search."""
    asyncio.run(together(port, watch, 1))
    most = 0
    for runs in STEPS:
        if not any(percentile(asyncio.run(together(port, watch, runs)), 0.99) < LIMIT for _ in range(2)):
            break
        most = runs
    assert most, "not even one run is smooth: the machine is too busy to measure"
    return most


async def together(port: int, watch: Watch, runs: int) -> list[float]:
    """All gaps between tokens, in milliseconds; runs start within a second, as people would."""

    async def one(number: int) -> Seen:
        await asyncio.sleep(number / runs)
        return await watch(port)

    seen = await asyncio.gather(*(one(number) for number in range(runs)))
    assert all(viewer.last == "done" for viewer in seen), {viewer.last for viewer in seen}
    return [gap for viewer in seen for gap in viewer.gaps]
