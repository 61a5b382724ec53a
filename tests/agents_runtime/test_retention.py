"""Events go after their time; what was said, what tools did and what it cost stays."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest
from pytest_django import Settings

from agents_runtime.event_log import store_events
from agents_runtime.live.stored_log import log_from_table
from agents_runtime.models import LedgerEntry, ModelRequest, Run, RunEvent
from agents_runtime.retention import drop_old_events
from agents_runtime.sessions import messages_of
from tests.agents_runtime.builders import Scene, end, line, long_ago, make_scene, now


def finished(run: Run, days: int) -> Run:
    store_events([(run.id, 1, '{"type":"token"}')])
    tools = json.dumps([{"tool": "look_up", "input": {}, "output": "found"}])
    assert end(run, line(), seq=2, result="Hello!", tool_calls=tools, requests=[(1, "{}")])
    long_ago(run, finished_at=now() - timedelta(days=days))
    return run


def test_old_events_are_dropped_and_the_transcript_stays(scene: Scene, settings: Settings) -> None:
    settings.STUDIO_EVENT_DAYS = 30
    run = finished(scene.new_run(), days=31)
    assert drop_old_events() == 1
    assert not RunEvent.objects.exists()
    assert not ModelRequest.objects.exists()
    assert LedgerEntry.objects.count() == 1
    asked, answered = messages_of(run.session)
    assert (asked["text"], answered["text"], answered["tools"][0]["output"]) == ("Hello", "Hello!", "found")
    assert drop_old_events() == 0


def test_what_is_younger_and_what_goes_on_stays(scene: Scene, settings: Settings) -> None:
    settings.STUDIO_EVENT_DAYS = 30
    finished(scene.new_run(), days=29)
    going_on = scene.new_run()
    store_events([(going_on.id, 1, "{}")])
    assert drop_old_events() == 0
    assert RunEvent.objects.count() == 3


def test_of_a_run_that_no_list_shows_only_its_costs_stay(scene: Scene, settings: Settings) -> None:
    settings.STUDIO_EVENT_DAYS = 30
    run = finished(scene.new_run(history="[]"), days=31)
    young = finished(scene.new_run(scene.new_session(), history="[]"), days=29)
    assert drop_old_events() == 1
    run.refresh_from_db()
    assert (run.message, run.result, run.tool_calls, run.last_event) == ("", "", "[]", "")
    run.session.refresh_from_db()
    assert run.session.forgotten_at is not None
    young.refresh_from_db()
    assert (young.message, young.result) == ("Hello", "Hello!")
    assert LedgerEntry.objects.count() == 2


def test_a_session_that_is_shown_is_for_its_owner_to_forget(scene: Scene, settings: Settings) -> None:
    settings.STUDIO_EVENT_DAYS = 30
    finished(scene.new_run(history="[]"), days=32)
    finished(scene.new_run(), days=31)
    assert drop_old_events() == 2
    scene.session.refresh_from_db()
    assert scene.session.forgotten_at is None
    assert [one["text"] for one in messages_of(scene.session)][-1] == "Hello!"


@pytest.mark.django_db(transaction=True)
async def test_a_viewer_of_an_old_run_gets_its_last_event() -> None:
    run = await asyncio.to_thread(lambda: finished(make_scene().new_run(), days=1000))
    assert await asyncio.to_thread(drop_old_events) == 1
    found = await log_from_table(run.id, 0)
    assert found is not None
    with found.view() as viewer:
        assert await viewer.read() == [(2, '{"type":"done"}')]
        assert await viewer.read() is None
