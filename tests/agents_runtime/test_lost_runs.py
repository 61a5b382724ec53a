"""Runs whose process died: found, closed once by whoever comes first, with what they have cost."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from decimal import Decimal

import pytest

from agents_runtime.closing import close_dead, close_queued
from agents_runtime.event_log import last_stored, store_events, stored_events
from agents_runtime.interrupted import interrupt_run
from agents_runtime.ledger import record_usage
from agents_runtime.live.memory import MemoryLiveLog
from agents_runtime.live.stored_log import log_from_table
from agents_runtime.models import LedgerEntry, Run, WaitingCall
from agents_runtime.personal_data import NOT_KEPT
from agents_runtime.runs import ask_to_stop, claim_run, find_run, start_run
from agents_runtime.signs import (
    DEAD_AFTER,
    FORGOTTEN_AFTER,
    answer_call,
    asked_of,
    await_answer,
    beat,
    dead_runs,
    forgotten_runs,
)
from tests.agents_runtime.builders import Scene, end, line, long_ago, make_scene, manifest, now

DEAD = timedelta(seconds=DEAD_AFTER + 1)


def token(seq: int, text: str) -> tuple[int, str]:
    return seq, json.dumps({"type": "token", "token": text, "seq": seq}, separators=(",", ":"))


def found_dead(run: Run) -> Run:
    """As the process that looks for the dead sees it."""
    long_ago(run, heartbeat_at=now() - DEAD)
    [found] = dead_runs()
    return found


class TestSigns:
    def test_a_run_that_was_heard_of_is_not_dead(self, run: Run) -> None:
        long_ago(run, heartbeat_at=now() - DEAD)
        assert list(beat([run.id])) == [run.id]
        assert dead_runs() == []

    def test_a_run_that_was_not_heard_of_is_found(self, run: Run) -> None:
        assert found_dead(run) == run

    def test_a_run_that_is_over_is_neither_dead_nor_alive(self, run: Run) -> None:
        end(run)
        long_ago(run, heartbeat_at=now() - DEAD)
        assert dead_runs() == []
        assert beat([run.id]) == {}

    def test_its_process_learns_what_is_asked_of_a_run(self, run: Run) -> None:
        ask_to_stop(run.id, "requested")
        long_ago(run, viewed_at=now() - timedelta(seconds=100))
        asked = asked_of([run.id])[run.id]
        assert (asked.stop_reason, asked.answers) == ("requested", [])
        assert asked.alone_for >= 100

    def test_a_queued_run_that_nobody_took_up_is_found_when_it_is_its_turn(self, scene: Scene) -> None:
        run, _ = start_run(scene.session, scene.people.alice.pk, "Hello")
        assert forgotten_runs() == []
        long_ago(run, created_at=now() - timedelta(seconds=FORGOTTEN_AFTER + 1))
        assert forgotten_runs() == [run.id]

    def test_a_queued_run_that_waits_for_its_turn_is_not_forgotten(self, scene: Scene) -> None:
        scene.new_run()
        waiting, _ = start_run(scene.session, scene.people.alice.pk, "Hello", on_busy="enqueue")
        long_ago(waiting, created_at=now() - timedelta(seconds=60))
        assert forgotten_runs() == []


class TestAnswers:
    def test_a_call_is_answered_once_and_its_process_is_told(self, run: Run) -> None:
        number = await_answer(run.id, "call-1")
        assert await_answer(run.id, "call-1") == number
        assert answer_call(run.id, "call-1", '{"output":1}')
        assert not answer_call(run.id, "call-1", '{"output":2}')
        asked = asked_of([run.id])[run.id]
        assert asked.answers == [(number, '{"output":1}')]

    def test_the_answer_to_a_call_is_none_to_a_later_one_of_the_same_id(self, run: Run) -> None:
        first = await_answer(run.id, "call-1")
        assert answer_call(run.id, "call-1", '{"output":1}')
        second = await_answer(run.id, "call-1")
        assert second not in (None, first)
        assert asked_of([run.id])[run.id].answers == []
        assert answer_call(run.id, "call-1", '{"output":2}')

    def test_a_call_that_does_not_wait_takes_no_answer(self, run: Run) -> None:
        assert not answer_call(run.id, "call-1", "{}")

    def test_nothing_waits_for_an_answer_after_the_end(self, run: Run) -> None:
        end(run)
        assert await_answer(run.id, "call-1") is None
        assert not WaitingCall.objects.exists()


class TestTheEndOfADeadRun:
    def test_enters_what_is_known_of_its_open_requests_as_estimates(self, run: Run) -> None:
        record_usage(run, [line(1, cost="1")])
        open_one = line(2, reported=False, cost="0.5")
        long_ago(run, estimates=json.dumps([open_one.as_dict()]))
        ended = interrupt_run(found_dead(run), [])
        assert ended is not None
        states = LedgerEntry.objects.order_by("request").values_list("state", "cost")
        assert list(states) == [("reported", Decimal(1)), ("estimated", Decimal("0.5"))]
        told = json.loads(ended.last_event)
        assert (told["type"], told["error_type"]) == ("error", "interrupted")
        assert (told["cost_summary"]["total_cost"], told["cost_summary"]["estimated"]) == (1.5, True)

    def test_is_written_once(self, run: Run) -> None:
        dead = found_dead(run)
        assert interrupt_run(dead, []) is not None
        assert interrupt_run(dead, []) is None
        assert [seq for seq, _ in stored_events(run.id)] == [1]

    def test_is_not_written_when_its_process_was_only_slow(self, run: Run) -> None:
        long_ago(run, estimates=json.dumps([line(2).as_dict()]))
        dead = found_dead(run)
        end(run, line(1))
        assert interrupt_run(dead, []) is None
        assert LedgerEntry.objects.get().request == 1

    def test_is_not_written_when_its_process_is_heard_of_again(self, run: Run) -> None:
        dead = found_dead(run)
        beat([run.id])
        assert interrupt_run(dead, []) is None
        assert not LedgerEntry.objects.exists()
        assert stored_events(run.id) == []

    def test_takes_nothing_twice_that_was_stored_meanwhile(self, run: Run) -> None:
        dead = found_dead(run)
        store_events([(run.id, *token(number, text)) for number, text in enumerate("Hel", 1)])
        ended = interrupt_run(dead, [token(2, "e"), token(3, "l"), token(4, "lo")])
        assert ended is not None
        assert (ended.seq, ended.result) == (5, "Hello")
        assert [seq for seq, _ in stored_events(run.id)] == [1, 2, 3, 4, 5]

    def test_follows_what_was_published_and_keeps_what_was_said(self, run: Run) -> None:
        store_events([(run.id, *token(1, "Hel"))])
        ended = interrupt_run(found_dead(run), [token(2, "lo")])
        assert ended is not None
        assert (ended.seq, ended.result) == (3, "Hello")
        assert last_stored(run.id) == 3

    def test_without_any_request_says_nothing_of_costs(self, run: Run) -> None:
        ended = interrupt_run(found_dead(run), [])
        assert ended is not None
        assert json.loads(ended.summary)["total_cost"] is None

    def test_of_a_demo_run_says_that_it_was_one(self, run: Run) -> None:
        record_usage(run, [line(demo=True, provider="demo", model="demo", cost="0")])
        ended = interrupt_run(found_dead(run), [])
        assert ended is not None
        assert (ended.demo, json.loads(ended.summary)["demo"]) == (True, True)


HOLDS_BACK = "safety: {pii_detection: {enabled: true, types: [ssn], action: ACTION}}"
SECRET = "My SSN is 123-45-6789"


@pytest.mark.django_db
class TestThePersonalDataOfADeadRun:
    """The message of a run is what was sent; its process would have known how the model saw it."""

    @pytest.mark.parametrize("action", ["redact", "block"])
    def test_is_not_kept_where_no_model_was_asked(self, action: str) -> None:
        run = running(action)
        assert interrupt_run(found_dead(run), []) is not None
        assert kept(run) == (NOT_KEPT, "")

    def test_is_kept_as_the_model_saw_it_where_one_was(self) -> None:
        run = running("redact")
        shown = {"type": "llm_start", "model": "gpt-4o", "prompts": ["Hi", "My SSN is [REDACTED]"], "seq": 1}
        store_events([(run.id, 1, json.dumps(shown, separators=(",", ":")))])
        assert interrupt_run(found_dead(run), [token(2, "Oh")]) is not None
        assert kept(run) == ("My SSN is [REDACTED]", "My SSN is [REDACTED]")

    def test_stays_where_the_manifest_only_warns_of_it(self) -> None:
        run = running("warn")
        assert interrupt_run(found_dead(run), []) is not None
        assert kept(run) == (SECRET, SECRET)

    @pytest.mark.django_db(transaction=True)
    async def test_is_not_kept_of_a_message_that_was_stopped_in_the_queue(self) -> None:
        run = await asyncio.to_thread(lambda: queued(HOLDS_BACK.replace("ACTION", "redact"), SECRET))
        await close_queued(MemoryLiveLog(), await asyncio.to_thread(ask_to_stop, run.id, "requested"))
        assert await asyncio.to_thread(kept, run) == (NOT_KEPT, "")


def running(action: str) -> Run:
    run = claim_run(queued(HOLDS_BACK.replace("ACTION", action), SECRET).id, "test-process")
    assert run is not None
    return run


def kept(run: Run) -> tuple[str, str]:
    """Its message, and its session's title."""
    found = find_run(run.id)
    assert found is not None
    return found.message, found.session.title


@pytest.mark.django_db(transaction=True)
class TestViewers:
    async def test_of_a_dead_run_are_told_its_end(self) -> None:
        run = await asyncio.to_thread(lambda: make_scene().new_run())
        live = MemoryLiveLog()
        log = await live.log_of(run.id, 0)
        assert log is not None
        await close_dead(live, await asyncio.to_thread(found_dead, run))
        assert (log.closed, json.loads(log.events[-1])["error_type"]) == (True, "interrupted")

    async def test_of_a_run_that_was_stopped_before_it_began_are_told_so(self) -> None:
        run = await asyncio.to_thread(queued)
        live = MemoryLiveLog()
        log = await live.log_of(run.id, 0)
        assert log is not None
        stopped = await asyncio.to_thread(ask_to_stop, run.id, "requested")
        await close_queued(live, stopped)
        assert (log.closed, json.loads(log.events[-1])["reason"]) == (True, "requested")

    async def test_who_come_while_it_ends_are_told_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from agents_runtime.live import memory

        run, live = await asyncio.to_thread(queued), MemoryLiveLog()
        read = log_from_table

        async def read_and_be_overtaken(run_id: str, after: int) -> object:
            found = await read(run_id, after)
            if not (await asyncio.to_thread(find_run, run_id)).seq:  # type: ignore[union-attr]
                await close_queued(live, await asyncio.to_thread(ask_to_stop, run_id, "requested"))
            return found

        monkeypatch.setattr(memory, "log_from_table", read_and_be_overtaken)
        log = await live.log_of(run.id, 0)
        assert log is not None
        assert log.closed


def queued(spec: str = "", message: str = "Hello") -> Run:
    scene = make_scene(manifest(spec=spec))
    run, _ = start_run(scene.session, scene.people.alice.pk, message)
    return run
