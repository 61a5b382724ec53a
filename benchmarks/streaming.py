"""What the exported server adds to each token: time on the way, and CPU beside LangChain and a raw relay."""

from __future__ import annotations

import asyncio
import json
import statistics
from collections.abc import Iterator
from itertools import count

import httpx

from tests.generated.served import ServedProject

from .measuring import Row, percentile
from .processes import Provider, cpu_seconds, exported_server, relay, running_provider
from .viewers import watch_sse, watch_websocket

TOKENS = 2000
ROUNDS = 5
numbers = count()
QUESTION = json.dumps({"model": "gpt-4o", "stream": True, "messages": [{"role": "user", "content": "hello"}]})


def measure() -> Iterator[Row]:
    with (
        running_provider() as provider,
        exported_server(provider) as exported,
        relay("raw", provider) as raw,
        relay("agent", provider) as agent,
    ):
        yield from cpu_rows(provider, exported, raw, agent)
        yield from delay_rows(provider, exported)


def cpu_rows(
    provider: Provider, exported: ServedProject, raw: ServedProject, agent: ServedProject
) -> Iterator[Row]:
    """CPU of each server for the same stream as fast as it comes, in turns."""
    provider.always(tokens=[f"w{number} " for number in range(TOKENS)])
    taken: dict[str, list[float]] = {}
    for round_number in range(ROUNDS + 1):
        for name, cost in (
            ("sse", spent(exported, over_sse)),
            ("websocket", spent(exported, over_websocket)),
            ("raw", spent(raw, over_sse)),
            ("agent", spent(agent, over_sse)),
            ("astream", spent(agent, consumed)),
        ):
            if round_number:  # the first round warms up
                taken.setdefault(name, []).append(cost)
    medians = {name: statistics.median(costs) for name, costs in taken.items()}
    astream = medians["astream"]
    yield Row("agent.astream alone, CPU per 1,000 tokens", astream, "ms")
    for name, title in (("sse", "server, SSE"), ("websocket", "server, WebSocket")):
        value = medians[name]
        yield Row(f"{title}, CPU per 1,000 tokens", value, "ms", value / astream, "agent.astream", "≤ 1.0")
        yield Row(f"{title}, the same", value, "ms", value / medians["agent"], "agent.astream + SSE")
        yield Row(f"{title}, the same", value, "ms", value / medians["raw"], "raw httpx relay")


def spent(server: ServedProject, how: object) -> float:
    """Milliseconds of CPU that 1,000 tokens cost the server."""
    before = cpu_seconds(server)
    how(server)  # type: ignore[operator]
    return (cpu_seconds(server) - before) * 1e6 / TOKENS


def over_sse(server: ServedProject) -> None:
    path = f"/chat/stream?message=hello&session_id=bench-{next(numbers)}"
    seen = asyncio.run(watch_sse(server.port, path))
    assert (len(seen.arrivals), seen.last) == (TOKENS, "done"), (len(seen.arrivals), seen.last)


def over_websocket(server: ServedProject) -> None:
    seen = asyncio.run(watch_websocket(server.port, f"bench-{next(numbers)}"))
    assert (len(seen.arrivals), seen.last) == (TOKENS, "done"), (len(seen.arrivals), seen.last)


def consumed(server: ServedProject) -> None:
    answer = httpx.get(f"{server.url}/consume", params={"message": "hello"}, timeout=120)
    assert int(answer.text) == TOKENS + 1


def delay_rows(provider: Provider, exported: ServedProject) -> Iterator[Row]:
    """From the provider's sending to a viewer's seeing, against a raw client's seeing, ten at once."""
    provider.always(tokens=["t"] * 100, tokens_per_second=20, stamped=True)

    async def both() -> tuple[list[float], list[float], list[float]]:
        direct = [watch_sse(provider.port, "/v1/chat/completions", True, QUESTION) for _ in range(10)]
        through = [
            watch_sse(exported.port, f"/chat/stream?message=hello&session_id=delay-{n}", True)
            for n in range(10)
        ]
        sockets = [watch_websocket(exported.port, f"delay-ws-{n}", True) for n in range(10)]
        groups = [await asyncio.gather(*group) for group in (direct, through, sockets)]
        raw, sse, ws = ([delay for seen in group for delay in seen.delays] for group in groups)
        return raw, sse, ws

    raw, sse, ws = asyncio.run(both())
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        base = percentile(raw, share)
        for delays, title in ((sse, "SSE"), (ws, "WebSocket")):
            seen = percentile(delays, share)
            yield Row(f"time added per token, {title}, {name}", seen - base, "ms", seen / base, "raw client")
