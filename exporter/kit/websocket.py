"""The WebSocket: messages and commands in, events of runs out, both at the same time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from .bodies import SESSION_ID
from .errors import AgentError
from .events import encode_json
from .run import Run
from .security import CLOSE_CODES, GOING_AWAY
from .serving import Serving, new_session_id
from .socket_messages import Cancel, ClientMessage, Message, Ping, Resume, ToolResult, parse_message

SEND_TIMEOUT = 5.0
MAX_BEHIND = 1_000
# How long a reader that was too slow has to take what is on its way, to find the code 4408 at the end.
LINGER = 60.0


def websocket_router(path: str = "/chat/ws") -> APIRouter:
    """A socket on `path`."""
    router = APIRouter()

    @router.websocket(path)
    async def socket(websocket: WebSocket) -> None:
        serving: Serving = websocket.app.state.serving
        await stream_websocket(websocket, serving, websocket.query_params.get("session_id"))

    return router


async def stream_websocket(websocket: WebSocket, serving: Serving, session_id: str | None = None) -> None:
    """Serve one socket until its client leaves, or has to."""
    await websocket.accept()
    task = asyncio.current_task()
    assert task is not None
    serving.sockets.add(task)
    try:
        if session_id is not None and not re.fullmatch(SESSION_ID, session_id):
            raise AgentError("This is no session id.", error_type="invalid_request", status=422)
        await ChatSocket(websocket, serving, session_id or new_session_id()).serve()
    except AgentError as error:
        await _close(websocket, error)
    except WebSocketDisconnect:
        return
    finally:
        serving.sockets.discard(task)


class ChatSocket:
    """One connection: it is read while runs are followed, so that a cancel is seen at once."""

    def __init__(self, websocket: WebSocket, serving: Serving, session_id: str) -> None:
        self.websocket = websocket
        self.serving = serving
        self.session_id = session_id
        self._following: dict[asyncio.Task[None], str] = {}
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def serve(self) -> None:
        hello = {"type": "connected", "session_id": self.session_id, "message": "Connected"}
        await self._send(encode_json(hello))
        reading = asyncio.create_task(self._read())
        stopping = asyncio.create_task(self._until_stopped())
        ends: tuple[asyncio.Future[None], ...] = (self._failed, reading, stopping)
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            for end in ends:
                if end.done():
                    end.result()
        finally:
            for task in (*ends, *self._following):
                task.cancel()

    async def _until_stopped(self) -> None:
        await self.serving.stopping.wait()
        if self._following:
            await asyncio.wait(self._following, timeout=SEND_TIMEOUT)
        raise AgentError("The server is stopping.", error_type="stopping", status=GOING_AWAY)

    async def _read(self) -> None:
        while True:
            received = await self.websocket.receive()
            if received["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(received.get("code", 1000))
            try:
                await self._handle(parse_message(received.get("text")))
            except AgentError as error:
                if error.error_type == "too_slow":
                    raise
                await self._send(encode_json(_error_event(error)))
                if error.error_type in {"bad_message", "too_large", "too_many_requests"}:
                    raise

    async def _handle(self, message: ClientMessage) -> None:
        match message:
            case Ping():
                await self._send('{"type":"pong"}')
            case Message():
                self.serving.access.check_rate(self.websocket.scope)
                run = await self.serving.runs.start(
                    self.session_id,
                    message.message,
                    client_message_id=message.client_message_id,
                    on_busy=message.on_busy,
                )
                self._follow(run, 0)
            case Resume():
                self._follow(await self.serving.runs.get(message.run_id, message.after), message.after)
            case Cancel():
                self.serving.runs.cancel(await self._run_meant(message.run_id))
            case ToolResult():
                run = await self._run_meant(None)
                run.answer(message.call_id, output=message.output, error=message.error)

    async def _run_meant(self, run_id: str | None) -> Run:
        if run_id is not None:
            return await self.serving.runs.get(run_id)
        run = self.serving.runs.latest(self.session_id)
        if run is None:
            raise AgentError("No run is going on in this session.", error_type="no_such_run", status=404)
        return run

    def _follow(self, run: Run, after: int) -> None:
        """Once: what is on its way already, on this socket, is not sent again."""
        if run.run_id in self._following.values():
            return
        task = asyncio.create_task(self._relay(run, after))
        self._following[task] = run.run_id
        task.add_done_callback(self._relay_ended)

    def _relay_ended(self, task: asyncio.Task[None]) -> None:
        self._following.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None and not self._failed.done():
            self._failed.set_exception(error)

    async def _relay(self, run: Run, after: int) -> None:
        with run.view(after) as viewer:
            run.release()
            while (events := await viewer.read()) is not None:
                for seq, text in events:
                    await self._send(text)
                    if viewer.log.last_seq - max(seq, viewer.joined_at) > MAX_BEHIND:
                        raise _too_slow()

    async def _send(self, text: str) -> None:
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                await self.websocket.send_text(text)
        except TimeoutError:
            raise _too_slow() from None


def _too_slow() -> AgentError:
    return AgentError("The client reads too slowly.", error_type="too_slow", status=408)


def _error_event(error: AgentError) -> dict[str, Any]:
    """Under another name than `run_id`: an error with that one would be the end of the run."""
    details = {"running" if name == "run_id" else name: value for name, value in error.details.items()}
    return {"type": "error", "error": error.message, "error_type": error.error_type, **details}


async def _close(websocket: WebSocket, error: AgentError) -> None:
    code = CLOSE_CODES.get(error.status, 4500)
    closing: Coroutine[Any, Any, None] = websocket.close(code, error.message[:120])
    try:
        async with asyncio.timeout(LINGER):
            await closing
    except (TimeoutError, WebSocketDisconnect):
        return
