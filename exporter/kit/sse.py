"""Server-sent events: runs for EventSource, curl and httpx."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from sse_starlette import EventSourceResponse
from sse_starlette.sse import SendTimeoutError
from starlette.types import Receive, Scope, Send

from .bodies import MAX_MESSAGE, SESSION_ID, ChatRequest, ErrorBody
from .errors import AgentError
from .events import encode_json
from .run import Run
from .run_log import place_of
from .serving import Serving, ServingHere, new_session_id

logger = logging.getLogger(__name__)

# A viewer that takes nothing for so long has left without saying so.
SEND_TIMEOUT = 60.0
SHUTDOWN_SECONDS = 5.0
HEARTBEAT = b": heartbeat\n\n"
HEADERS = {"Cache-Control": "no-cache, no-transform"}
STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {}}, "description": "The events of the run."}
}

LastEventId = Annotated[str | None, Header(alias="Last-Event-ID")]


def stream_sse(run: Run, after: int = 0) -> Response:
    """The run's events from `after` on, until its last one."""
    return _EventStream(
        _frames(run, after),
        headers=HEADERS,
        ping=0,  # heartbeats are sent by _frames, only in silence
        sep="\n",
        send_timeout=SEND_TIMEOUT,
        shutdown_grace_period=SHUTDOWN_SECONDS,
    )


async def _frames(run: Run, after: int) -> AsyncIterator[bytes]:
    with run.view(after) as viewer:
        hello = {"type": "connected", "session_id": run.session_id, "message": "Connected"}
        try:
            # The id goes out before the model is called: whoever is cut off comes back to this run.
            yield f"retry: 2000\nid: {run.run_id}:{after}\n\ndata: {encode_json(hello)}\n\n".encode()
        finally:
            run.release()
        while (events := await viewer.read()) is not None:
            frames = [f"id: {run.run_id}:{seq}\ndata: {text}\n\n" for seq, text in events]
            yield "".join(frames).encode() or HEARTBEAT


class _EventStream(EventSourceResponse):
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        except SendTimeoutError:
            logger.info("A viewer took nothing for %s s and was left", SEND_TIMEOUT)


def sse_router(path: str = "/chat/stream") -> APIRouter:
    """GET and POST on `path`, and coming back to a run."""
    router = APIRouter(tags=["chat"], responses={"4XX": {"model": ErrorBody}, "5XX": {"model": ErrorBody}})

    @router.get(path, responses=STREAM, response_class=Response)
    async def stream_get(
        request: Request,
        serving: ServingHere,
        message: Annotated[str, Query(min_length=1, max_length=MAX_MESSAGE)],
        session_id: Annotated[str | None, Query(pattern=SESSION_ID)] = None,
        client_message_id: Annotated[str | None, Query(min_length=1, max_length=128)] = None,
        on_busy: Literal["reject", "interrupt", "enqueue"] = "reject",
        last_event_id: LastEventId = None,
    ) -> Response:
        """Answer a message as it is made; joins the run that answers this very message already."""
        serving.access.check_site(request.headers)
        if last_event_id:
            return await _go_on(serving, last_event_id)
        current = serving.runs.current(session_id) if session_id else None
        if (
            current is not None
            and current.message == message
            and on_busy == "reject"
            and not client_message_id
        ):
            return stream_sse(current)
        body = ChatRequest(
            message=message, session_id=session_id, client_message_id=client_message_id, on_busy=on_busy
        )
        return await _start(serving, body)

    @router.post(path, responses=STREAM, response_class=Response)
    async def stream_post(
        body: ChatRequest, serving: ServingHere, last_event_id: LastEventId = None
    ) -> Response:
        """The same, with the message out of the address."""
        return await _go_on(serving, last_event_id) if last_event_id else await _start(serving, body)

    @router.get("/chat/runs/{run_id}/stream", responses=STREAM, response_class=Response)
    async def stream_run(
        run_id: str,
        serving: ServingHere,
        after: Annotated[int, Query(ge=0)] = 0,
        last_event_id: LastEventId = None,
    ) -> Response:
        """A run from a point on; 204 when there is nothing more to come."""
        if last_event_id:
            after = place_of(last_event_id)[1]
        return await _resume(serving, run_id, after)

    return router


async def _start(serving: Serving, body: ChatRequest) -> Response:
    run = await serving.runs.start(
        body.session_id or new_session_id(),
        body.message,
        client_message_id=body.client_message_id,
        on_busy=body.on_busy,
    )
    return stream_sse(run)


async def _go_on(serving: Serving, last_event_id: str) -> Response:
    """EventSource connects again by itself after the last event too: that must not start anything."""
    run_id, after = place_of(last_event_id)
    try:
        return await _resume(serving, run_id, after)
    except AgentError:
        return Response(status_code=204)


async def _resume(serving: Serving, run_id: str, after: int) -> Response:
    run = await serving.runs.get(run_id, after)
    if run.over and after >= run.log.last_seq:
        return Response(status_code=204)
    return stream_sse(run, after)
