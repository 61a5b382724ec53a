"""What operators ask: is the process alive, can it work, and its figures."""

from __future__ import annotations

from django.conf import settings
from django.db import Error as DatabaseError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from agents_runtime.database import in_database
from agents_runtime.metrics import (
    HELD_BACK,
    OF_THE_DATABASE,
    OPEN_RUNS,
    QUEUED,
    WAITING,
    of_this_process,
)
from agents_runtime.models import OPEN_STATES, Reservation, Run, WaitingCall
from agents_runtime.process import this_process
from agents_runtime.views.endpoint import json_answer


async def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return json_answer({"status": "ok"})


async def ready(request: HttpRequest) -> HttpResponse:
    """Whether it can serve: 503 and a sentence for the part that cannot."""
    process = this_process()
    checks = {"database": await _database(), "live_log": await process.live.check()}
    if not process.is_whole:
        checks["process"] = "A part of this process stopped; its log says which. Start it again."
    if process.stopping.is_set():
        checks["process"] = "The server is stopping."
    well = all(sentence == "ok" for sentence in checks.values())
    return json_answer({"status": "ok" if well else "degraded", "checks": checks}, 200 if well else 503)


async def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus; where others can connect, it asks for a token."""
    token = settings.STUDIO_METRICS_TOKEN
    if not settings.STUDIO_LOCAL and (
        not token or request.headers.get("authorization", "") != f"Bearer {token}"
    ):
        return json_answer({"error": {"code": "unauthorized", "message": "Send STUDIO_METRICS_TOKEN."}}, 401)
    of_this_process.know(this_process())
    counts = await in_database(_counts)
    for state in OPEN_STATES:
        OPEN_RUNS.labels(state).set(counts.get(state, 0))
    QUEUED.set(counts.get("queued", 0))
    HELD_BACK.set(counts["reservations"])
    WAITING.set(counts["waiting calls"])
    text = generate_latest() + generate_latest(OF_THE_DATABASE)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


async def _database() -> str:
    try:
        await in_database(_open_runs)
    except DatabaseError:
        return "The database does not answer."
    return "ok"


def _open_runs() -> dict[str, int]:
    rows = Run.objects.filter(state__in=OPEN_STATES).values_list("state").annotate(count=Count("id"))
    return dict(rows)


def _counts() -> dict[str, int]:
    kept = {"reservations": Reservation.objects.count(), "waiting calls": WaitingCall.objects.count()}
    return {**_open_runs(), **kept}
