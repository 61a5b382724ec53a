"""The fake provider itself: a server in a thread, the replies it was told to give, the requests it saw."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict
from types import TracebackType

from .answering import ProviderConnection
from .script import RecordedRequest, Reply, ToolCall, Usage


class FakeProvider:
    """Speaks OpenAI, Azure, Anthropic, Gemini and Ollama on one loopback port, with any key."""

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self.requests: list[RecordedRequest] = []
        self._lock = threading.Lock()
        self._default = Reply()
        self._queue: deque[Reply] = deque()
        self._by_text: list[tuple[str, deque[Reply]]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """For Anthropic, Gemini, Ollama and Azure, whose paths begin at the root."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def openai_url(self) -> str:
        return f"{self.url}/v1"

    def answer(self, *replies: Reply) -> None:
        """Give these to the next requests, one each, whoever asks."""
        with self._lock:
            self._queue.extend(replies)

    def when(self, text: str, *replies: Reply) -> None:
        """Give these, in turn, to requests whose last user message holds `text`; the last one repeats."""
        with self._lock:
            self._by_text.insert(0, (text, deque(replies)))

    def always(self, reply: Reply) -> None:
        """Give this to every request that nothing else was said about."""
        self._default = reply

    def forget(self) -> None:
        """Back to the beginning: no replies, no requests."""
        with self._lock:
            self._queue.clear()
            self._by_text.clear()
            self.requests.clear()
            self._default = Reply()

    def choose(self, request: RecordedRequest) -> Reply:
        with self._lock:
            for text, replies in self._by_text:
                if text in request.text:
                    return replies.popleft() if len(replies) > 1 else replies[0]
            return self._queue.popleft() if self._queue else self._default

    def control(self, verb: str, body: bytes) -> object:
        """The same for another process: POST /_control/always, /answer, /forget, /requests."""
        if verb == "requests":
            return [asdict(request) for request in list(self.requests)]
        if verb == "forget":
            self.forget()
        elif verb == "always":
            self.always(reply_from_json(body))
        elif verb == "answer":
            self.answer(reply_from_json(body))
        else:
            return {"error": f"no such command: {verb}"}
        return {"ok": True}

    def wait_for(self, condition: Callable[[list[RecordedRequest]], bool], timeout: float = 10.0) -> None:
        """Wait until the requests satisfy `condition`; AssertionError when they do not in time."""
        deadline = time.monotonic() + timeout
        while not condition(list(self.requests)):
            assert time.monotonic() < deadline, f"not in {timeout} s; requests: {self.requests}"
            time.sleep(0.005)

    async def serve(self) -> asyncio.Server:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: ProviderConnection(self.choose, self.requests, self.control),
            "127.0.0.1",
            self.port,
            backlog=512,
        )
        self.port = server.sockets[0].getsockname()[1]
        return server

    def start(self) -> FakeProvider:
        started = threading.Event()

        async def run() -> None:
            self._loop = asyncio.get_running_loop()
            self._stopping = asyncio.Event()
            server = await self.serve()
            started.set()
            await self._stopping.wait()
            server.close()

        self._thread = threading.Thread(target=asyncio.run, args=(run(),), daemon=True, name="fake-provider")
        self._thread.start()
        assert started.wait(10), "the fake provider did not start"
        return self

    def stop(self) -> None:
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(10)

    def __enter__(self) -> FakeProvider:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def reply_from_json(body: bytes) -> Reply:
    values = json.loads(body)
    if values.get("usage"):
        values["usage"] = Usage(**values["usage"])
    values["tool_calls"] = tuple(ToolCall(**call) for call in values.get("tool_calls", ()))
    return Reply(**values)
