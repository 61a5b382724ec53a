"""A run as server-sent events: the same frames whoever asks, from whatever point on."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from agents_runtime import commands
from agents_runtime.access import FoundRun, find_session_for, get_run_for
from agents_runtime.database import in_database
from agents_runtime.errors import too_many_viewers
from agents_runtime.live.live_log import LiveRunLog, told
from agents_runtime.models import OPEN_STATES, Run
from agents_runtime.patience import patiently
from agents_runtime.process import this_process
from agents_runtime.runs import latest_run
from agents_runtime.starting import start_message
from agents_runtime.views.endpoint import endpoint, read_body, read_query
from exporter.kit.bodies import ChatRequest
from exporter.kit.errors import AgentError
from exporter.kit.events import encode_json
from exporter.kit.run_log import place_of

HEARTBEAT = b": heartbeat\n\n"
HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}
# A viewer that takes nothing for so long has left without saying so.
SEND_SECONDS = 60.0


@endpoint("GET", "POST", commands=True)
async def stream_message(request: HttpRequest, agent: Any) -> HttpResponseBase:
    """Answer a message as it is made; a GET joins the run that answers this very message already."""
    last_event_id = request.headers.get("last-event-id")
    user = await request.auser()
    if last_event_id is not None:
        return await _go_on(user, agent, last_event_id)
    if request.method == "POST":
        body = read_body(request, ChatRequest)
    else:
        body = read_query(request, ChatRequest, "message", "session_id", "client_message_id", "on_busy")
        joined = await in_database(_same_message, user, agent, body)
        if joined is not None:
            return stream_sse(joined)
    # Before there is a run: one whose sender was refused would be answered and paid for all the same.
    check_viewers()
    run = await start_message(
        user,
        agent,
        body.session_id,
        body.message,
        client_message_id=body.client_message_id,
        on_busy=body.on_busy,
    )
    return EventStream(run)


@endpoint("GET")
async def stream_run(request: HttpRequest, agent: Any, run_id: str) -> HttpResponseBase:
    """A run from a point on; 204 when there is nothing more to come."""
    after = request.GET.get("after", "0")
    last_event_id = request.headers.get("last-event-id")
    if last_event_id:
        after = str(place_of(last_event_id)[1])
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
    run_id, after = place_of(last_event_id)
    try:
        return await _resume(user, agent, run_id, after)
    except AgentError as error:
        if error.status == 503:
            raise  # there is more to come, once the server has room
        return HttpResponse(status=204)


async def _resume(user: Any, agent: Any, run_id: str, after: int) -> HttpResponseBase:
    run = await in_database(get_run_for, user, agent, run_id)
    if run.state not in OPEN_STATES and _has_seen_the_end(run, after):
        return HttpResponse(status=204)
    return stream_sse(run, after)


def _has_seen_the_end(run: FoundRun, after: int) -> bool:
    """Of an interrupted run, a viewer may have seen more events than were saved: not the end."""
    if after > run.seq and run.error_type == "interrupted":
        return (run.id, after) in told
    return after >= run.seq


def stream_sse(run: Run | FoundRun, after: int = 0) -> StreamingHttpResponse:
    """The run's events from `after` on, until its last one."""
    check_viewers()
    return EventStream(run, after)


def check_viewers() -> None:
    """Raises AgentError (503) where this process has as many viewers as it takes."""
    if this_process().presence.count >= settings.STUDIO_MAX_VIEWERS:
        raise too_many_viewers(settings.STUDIO_MAX_VIEWERS)


class EventStream(StreamingHttpResponse):
    """Gives its frames as they are: Django would look at each twice, to make it bytes, which it is."""

    def __init__(self, run: Run | FoundRun, after: int = 0) -> None:
        self._frames = patiently(_frames(run, after), SEND_SECONDS)
        super().__init__(self._frames, content_type="text/event-stream", headers=HEADERS)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._frames


async def _frames(run: Run | FoundRun, after: int) -> AsyncGenerator[bytes]:
    process = this_process()
    async with commands.follow(run.id, after) as viewer:
        hello = {"type": "connected", "session_id": run.session_name, "message": "Connected"}
        # The id goes out before the model is called: whoever is cut off comes back to this run.
        yield f"retry: 2000\nid: {run.id}:{after}\n\ndata: {encode_json(hello)}\n\n".encode()
        await commands.dispatch(run)
        log = viewer.log
        assert isinstance(log, LiveRunLog)
        while (events := await viewer.read()) is not None:
            yield log.framed(events) if events else HEARTBEAT
            if process.stopping.is_set():
                return  # its viewers come back, and find the run where it goes on
