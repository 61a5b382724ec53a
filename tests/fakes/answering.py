"""Plays one scripted reply on one connection and notes what happened."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

from .http import HttpConnection
from .script import RecordedRequest, Reply, Usage
from .wires import WIRES, Wire

request_numbers = count(1)
UNPACED_BATCH = 50


class ProviderConnection(HttpConnection):
    """Finds the wire format by the path, asks `choose` for the reply and plays it."""

    def __init__(
        self,
        choose: Callable[[RecordedRequest], Reply],
        requests: list[RecordedRequest],
        control: Callable[[str, bytes], object],
    ) -> None:
        super().__init__()
        self.choose, self.requests, self.control = choose, requests, control
        self.current: RecordedRequest | None = None

    def client_left(self) -> None:
        if self.current is not None and self.current.finished_at is None:
            self.current.disconnected_at = time.monotonic()

    async def respond(self, method: str, target: str, headers: dict[str, str], body: bytes) -> None:
        path, _, query = target.partition("?")
        if path.startswith("/_control/"):
            self.send_whole(200, self.control(path.removeprefix("/_control/"), body))
            return
        wire_type = next((wire for wire in WIRES if wire.serves(path)), None)
        if wire_type is None or method != "POST":
            self.send_whole(404, {"error": {"message": f"the fake provider has no {method} {path}"}})
            return
        wire = wire_type(path, query, json.loads(body), next(request_numbers))
        noted = RecordedRequest(
            wire.name,
            path,
            headers,
            wire.body,
            wire.last_user_text(),
            wire.streams,
            time.monotonic(),
            self.number,
        )
        self.current = noted
        self.requests.append(noted)
        reply = self.choose(noted)
        await self.play(wire, reply, noted)

    async def play(self, wire: Wire, reply: Reply, noted: RecordedRequest) -> None:
        if reply.first_token_delay:
            await asyncio.sleep(reply.first_token_delay)
        noted.status = reply.status
        if reply.status != 200:
            self.send_whole(
                reply.status, wire.error(reply.status, reply.error, reply.error_code), dict(reply.headers)
            )
        elif wire.streams:
            if not await self.stream(wire, reply, noted):
                return
        else:
            if not await self.wait_for_whole(reply):
                return
            noted.tokens_sent = len(reply.pieces())
            noted.usage = counted(reply.usage, noted.tokens_sent)
            self.send_whole(200, wire.whole(reply, noted.usage))
        noted.finished_at = time.monotonic()

    async def wait_for_whole(self, reply: Reply) -> bool:
        """An unstreamed answer takes as long as its tokens would; False when it never comes."""
        if reply.stall_after is not None:
            await asyncio.Event().wait()
        if reply.drop_after is not None:
            self.transport.abort()
            return False
        if reply.tokens_per_second:
            await asyncio.sleep(len(reply.pieces()) / reply.tokens_per_second)
        return True

    async def stream(self, wire: Wire, reply: Reply, noted: RecordedRequest) -> bool:
        """True when the stream came to its end."""
        pieces = reply.pieces()
        usage = counted(reply.usage, len(pieces))
        self.start_stream(wire.content_type)
        if opening := wire.opening(usage):
            await self.send_chunk(opening)
        stops = [
            stop for stop in (reply.drop_after, reply.error_after, reply.stall_after) if stop is not None
        ]
        until = min([len(pieces), *stops])
        if reply.tokens_per_second:
            await self.send_paced(wire, pieces[:until], reply, reply.tokens_per_second, noted)
        else:
            await self.send_unpaced(wire, pieces[:until], noted)
        if reply.drop_after is not None:
            self.transport.abort()
            return False
        if reply.stall_after is not None:
            await asyncio.Event().wait()
        if reply.error_after is not None:
            await self.send_chunk(wire.error_event(reply))
        else:
            noted.usage = usage
            await self.send_chunk(wire.calls(reply.tool_calls) + wire.closing(reply, usage))
        self.end_stream()
        return True

    async def send_paced(
        self, wire: Wire, pieces: Sequence[str], reply: Reply, rate: float, noted: RecordedRequest
    ) -> None:
        loop = asyncio.get_running_loop()
        started = loop.time()
        for number, piece in enumerate(pieces):
            wait = started + number / rate - loop.time()
            if wait > 0:
                await asyncio.sleep(wait)
            noted.tokens_sent += 1
            await self.send_chunk(wire.token(f"{time.monotonic():.6f} " if reply.stamped else piece))

    async def send_unpaced(self, wire: Wire, pieces: Sequence[str], noted: RecordedRequest) -> None:
        for start in range(0, len(pieces), UNPACED_BATCH):
            batch = [wire.token(piece) for piece in pieces[start : start + UNPACED_BATCH]]
            noted.tokens_sent += len(batch)
            await self.send_chunk(b"".join(batch))
            await asyncio.sleep(0)


def counted(usage: Usage | None, tokens: int) -> Usage | None:
    if usage is None or usage.output is not None:
        return usage
    return replace(usage, output=tokens + usage.reasoning)
