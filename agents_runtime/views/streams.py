"""A run as server-sent events: the same frames whoever asks, from whatever point on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from agents_runtime import commands
from agents_runtime.access import find_session_for, get_run_for
from agents_runtime.database import in_database
from agents_runtime.errors import server_full
from agents_runtime.live.live_log import told
from agents_runtime.models import OPEN_STATES, Run
from agents_runtime.process import this_process
from agents_runtime.runs import latest_run
from agents_runtime.starting import start_message
from agents_runtime.views.endpoint import endpoint, read_body, read_query
from exporter.kit.bodies import ChatRequest
from exporter.kit.errors import AgentError
from exporter.kit.events import encode_json

logger = logging.getLogger(__name__)

HEARTBEAT = b": heartbeat\n\n"
HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}
# A viewer that takes nothing for so long has left without saying so.
SEND_SECONDS = 60.0


@endpoint("GET", "POST", commands=True)
async def stream_message(request: HttpRequest, agent: Any) -> HttpResponseBase:
    """Answer a message as it is made; a GET joins the run that answers this very message already."""
    last_event_id = request.headers.get("last-event-id")
    user = await request.auser()
    if last_event_id:
        return await _go_on(user, agent, last_event_id)
    if request.method == "POST":
        body = read_body(request, ChatRequest)
    else:
        body = read_query(request, ChatRequest, "message", "session_id", "client_message_id", "on_busy")
        joined = await in_database(_same_message, user, agent, body)
        if joined is not None:
            return stream_sse(joined)
    run = await start_message(
        user,
        agent,
        body.session_id,
        body.message,
        client_message_id=body.client_message_id,
        on_busy=body.on_busy,
    )
    return stream_sse(run)


@endpoint("GET")
async def stream_run(request: HttpRequest, agent: Any, run_id: str) -> HttpResponseBase:
    """A run from a point on; 204 when there is nothing more to come."""
    after = request.GET.get("after", "0")
    last_event_id = request.headers.get("last-event-id")
    if last_event_id:
        after = str(_place(last_event_id)[1])
    if not (after.isascii() and after.isdigit() and len(after) < 10):
        raise AgentError('"after": a whole number from 0.', error_type="invalid_request", status=422)
    return await _resume(await request.auser(), agent, run_id, int(after))


def _same_message(user: Any, agent: Any, body: ChatRequest) -> Run | None:
    if not body.session_id or body.client_message_id or body.on_busy != "reject":
        return None
    session = find_session_for(user, agent, body.session_id)
    run = latest_run(session.pk) if session else None
    return run if run is not None and run.state in OPEN_STATES and run.message == body.message else None


async def _go_on(user: Any, agent: Any, last_event_id: str) -> HttpResponseBase:
    """EventSource connects again by itself after the last event too: that must not start anything."""
    run_id, after = _place(last_event_id)
    try:
        return await _resume(user, agent, run_id, after)
    except AgentError:
        return HttpResponse(status=204)


async def _resume(user: Any, agent: Any, run_id: str, after: int) -> HttpResponseBase:
    run = await in_database(get_run_for, user, agent, run_id)
    if run.state not in OPEN_STATES and _has_seen_the_end(run, after):
        return HttpResponse(status=204)
    return stream_sse(run, after)


def _has_seen_the_end(run: Run, after: int) -> bool:
    """Of an interrupted run, a viewer may have seen more events than were saved: not the end."""
    if after > run.seq and run.error_type == "interrupted":
        return (run.id, after) in told
    return after >= run.seq


def _place(last_event_id: str) -> tuple[str, int]:
    run_id, _, seq = last_event_id.rpartition(":")
    return run_id, int(seq) if seq.isascii() and seq.isdigit() and len(seq) < 10 else 0


def stream_sse(run: Run, after: int = 0) -> StreamingHttpResponse:
    """The run's events from `after` on, until its last one."""
    if this_process().presence.count >= settings.STUDIO_MAX_VIEWERS:
        raise server_full(settings.STUDIO_MAX_VIEWERS, "this server")
    return StreamingHttpResponse(_frames(run, after), content_type="text/event-stream", headers=HEADERS)


async def _frames(run: Run, after: int) -> AsyncIterator[bytes]:
    process = this_process()
    async with commands.follow(run.id, after) as viewer, _Patience() as patience:
        hello = {"type": "connected", "session_id": run.session.name, "message": "Connected"}
        # The id goes out before the model is called: whoever is cut off comes back to this run.
        yield f"retry: 2000\nid: {run.id}:{after}\n\ndata: {encode_json(hello)}\n\n".encode()
        await commands.dispatch(run)
        head = f"id: {run.id}:"
        while (events := await viewer.read()) is not None:
            frames = [f"{head}{seq}\ndata: {text}\n\n" for seq, text in events]
            patience.begin()
            yield "".join(frames).encode() or HEARTBEAT
            patience.end()
            if process.stopping.is_set():
                return  # its viewers come back, and find the run where it goes on


class _Patience:
    """Ends the request of a viewer who takes nothing; its timer moves only when it fires."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._since: float | None = None
        self._timer = self._loop.call_later(SEND_SECONDS, self._look)

    async def __aenter__(self) -> _Patience:
        return self

    async def __aexit__(self, *error: object) -> None:
        self._timer.cancel()

    def begin(self) -> None:
        self._since = self._loop.time()

    def end(self) -> None:
        self._since = None

    def _look(self) -> None:
        waited = 0.0 if self._since is None else self._loop.time() - self._since
        if waited >= SEND_SECONDS and self._task is not None:
            logger.info("A viewer took nothing for %s s and was left", SEND_SECONDS)
            self._task.cancel()
            return
        self._timer = self._loop.call_later(SEND_SECONDS - waited, self._look)
