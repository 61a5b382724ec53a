"""The WebSocket: messages and commands in, events of runs out, both at the same time."""

from __future__ import annotations

import asyncio
import contextvars
import logging
from collections.abc import Coroutine
from typing import Any
from urllib.parse import parse_qs

from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from agents_runtime import commands
from agents_runtime.access import FoundRun, get_agent_for, get_run_for
from agents_runtime.database import in_database
from agents_runtime.errors import not_found, too_many_viewers
from agents_runtime.models import Run, Session
from agents_runtime.patience import Patience
from agents_runtime.process import this_process
from agents_runtime.runs import latest_run
from agents_runtime.starting import check_session_name, new_session_name, session_for
from exporter.kit.errors import AgentError
from exporter.kit.events import encode_json
from exporter.kit.run_log import Viewer
from exporter.kit.socket_messages import (
    Cancel,
    ClientMessage,
    Message,
    Ping,
    Resume,
    ToolResult,
    parse_message,
)

logger = logging.getLogger(__name__)

SEND_SECONDS = 5.0
MAX_BEHIND = 1_000
GOING_AWAY = 1001
OUR_FAULT = 4500
CLOSE_CODES = {401: 4401, 403: 4403, 404: 4404, 408: 4408, 413: 4413, 422: 4400, 429: 4429, 503: 4429}
# After these the client cannot go on as it did.
CLOSING = frozenset({"bad_message", "too_large", "too_slow", "no_such_agent"})


class ChatConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One connection. Channels hands over one message at a time, so what takes long is a task of its own."""

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Without Channels' look for old connections to the database, in a thread: ours are in others."""
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        await self.accept()
        self.process = this_process()
        self.following: dict[str, asyncio.Task[None]] = {}
        self.closed = False
        try:
            await self._enter()
        except AgentError as error:
            await self._refuse(error)

    async def _enter(self) -> None:
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        name = query.get("session_id", [new_session_name()])[0]
        check_session_name(name)
        if len(self.process.sockets) >= settings.STUDIO_MAX_VIEWERS:
            raise too_many_viewers(settings.STUDIO_MAX_VIEWERS)
        self.user = self.scope.get("user")
        await self._look_up_agent()
        self.session_name = name
        self.process.sockets.add(self)
        hello = {"type": "connected", "session_id": name, "message": "Connected"}
        await self._send(encode_json(hello))

    async def _look_up_agent(self) -> None:
        """Again for each command: it may have been archived since, or the person have left its workspace."""
        self.agent = await in_database(get_agent_for, self.user, self.scope["url_route"]["kwargs"]["agent"])

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.closed:
            return
        try:
            await self._handle(parse_message(text_data))
        except AgentError as error:
            await self._tell(error)

    async def disconnect(self, code: int) -> None:
        self.closed = True
        self.process.sockets.discard(self)
        for task in self.following.values():
            task.cancel()

    async def go_away(self) -> None:
        """The server stops: whoever comes back finds the run where it is."""
        try:
            await self._close(GOING_AWAY, "The server is stopping.")
        except Exception:  # noqa: BLE001 (autobahn has no other)
            # Daphne's protocol refuses this code, and drops the connection when it stops.
            self.process.sockets.discard(self)
            logger.info("A socket could not be told why it is closed")

    async def _handle(self, message: ClientMessage) -> None:
        match message:
            case Ping():
                await self._send('{"type":"pong"}')
            case Message():
                await self._start(message)
            case Resume():
                found = await in_database(get_run_for, self.user, self.agent, message.run_id)
                self._follow(found, message.after)
            case Cancel():
                await commands.cancel((await self._run_meant(message.run_id)).id)
            case ToolResult():
                run = await self._run_meant(None)
                await commands.answer_tool(
                    run.id, message.call_id, output=message.output, error=message.error
                )

    async def _start(self, message: Message) -> None:
        run = await commands.start(
            await self._session(),
            self.user.pk,
            message.message,
            client_message_id=message.client_message_id,
            on_busy=message.on_busy,
        )
        self._follow(run, 0)

    async def _run_meant(self, run_id: str | None) -> Run | FoundRun:
        if run_id is not None:
            return await in_database(get_run_for, self.user, self.agent, run_id)
        run = await in_database(latest_run, (await self._session()).pk)
        if run is None:
            raise not_found("run")
        return run

    async def _session(self) -> Session:
        await self._look_up_agent()
        return await session_for(self.user, self.agent, self.session_name)

    def _follow(self, run: Run | FoundRun, after: int) -> None:
        """Once: what is on its way already, on this socket, is not sent again."""
        if run.id in self.following:
            return
        task = self._spawn(self._relay(run, after))
        self.following[run.id] = task
        task.add_done_callback(lambda _: self.following.pop(run.id, None))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return asyncio.create_task(work, context=contextvars.Context())

    async def _relay(self, run: Run | FoundRun, after: int) -> None:
        patience = Patience(SEND_SECONDS)
        try:
            async with commands.follow(run.id, after) as viewer:
                await commands.dispatch(run)
                await self._send_all(viewer, patience)
        except AgentError as error:
            await self._tell(error)
        except asyncio.CancelledError:
            if not patience.is_over:
                raise
            await self._tell(_too_slow())
        except OSError:
            return  # the client left while something was on its way
        except Exception:  # a message that this server cannot send, for one
            logger.exception("A socket failed")
            await self._close(OUR_FAULT, "The server failed. Its log says more.")
        finally:
            patience.stop()

    async def _send_all(self, viewer: Viewer, patience: Patience) -> None:
        log, joined, send = viewer.log, viewer.joined_at, self.base_send
        while (events := await viewer.read()) is not None:
            for seq, text in events:
                if self.closed:
                    return
                patience.begin()
                await send({"type": "websocket.send", "text": text})
                patience.end()
                if log.last_seq - max(seq, joined) > MAX_BEHIND:
                    raise _too_slow()

    async def _send(self, text: str) -> None:
        if self.closed:
            return
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self.base_send({"type": "websocket.send", "text": text})
        except TimeoutError:
            raise _too_slow() from None

    async def _tell(self, error: AgentError) -> None:
        """Under another name than `run_id`: an error with that one would be the end of the run."""
        if error.error_type != "too_slow":
            details = {
                "running" if name == "run_id" else name: value for name, value in error.details.items()
            }
            shape = {"type": "error", "error": error.message, "error_type": error.error_type, **details}
            await self._send(encode_json(shape))
        if error.error_type in CLOSING:
            await self._refuse(error)

    async def _refuse(self, error: AgentError) -> None:
        await self._close(CLOSE_CODES.get(error.status, OUR_FAULT), error.message)

    async def _close(self, code: int, reason: str) -> None:
        if not self.closed:
            self.closed = True
            for task in self.following.values():
                if task is not asyncio.current_task():
                    task.cancel()
            await self.close(code, reason[:120])


def _too_slow() -> AgentError:
    return AgentError("The client reads too slowly.", error_type="too_slow", status=408)
