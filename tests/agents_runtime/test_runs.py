"""Runs: one at work in a session, one for a client message, in the order in which they came, claimed once."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

import pytest
from django.db import IntegrityError, connection, transaction

from agents_runtime.models import Reservation, Run, RunEvent, WaitingCall
from agents_runtime.runs import (
    MAX_WAITING_IN_SESSION,
    ask_to_stop,
    claim_run,
    close_run,
    find_run,
    latest_run,
    next_run,
    start_run,
)
from agents_runtime.sessions import list_sessions
from agents_runtime.signs import await_answer
from exporter.kit.errors import AgentError
from tests.agents_runtime.builders import Scene, end, ending, line, make_scene, manifest, now

Result = TypeVar("Result")


def ask(scene: Scene, message: str = "Hello", **more: object) -> tuple[Run, list[Run]]:
    return start_run(scene.session, scene.people.alice.pk, message, **more)  # type: ignore[arg-type]


def at_once(work: Callable[[int], Result], times: int) -> list[Result | AgentError]:
    """From several threads; what a call refuses is among the results."""

    def one(number: int) -> Result | AgentError:
        try:
            return work(number)
        except AgentError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(one, range(times)))


class TestStarting:
    def test_a_run_waits_for_whoever_claims_it(self, scene: Scene) -> None:
        run, replaced = ask(scene)
        assert (run.state, replaced, run.person_id) == ("queued", [], scene.people.alice.pk)

    def test_a_busy_session_refuses_a_message_and_names_the_run(self, scene: Scene) -> None:
        run = scene.new_run()
        with pytest.raises(AgentError) as error:
            ask(scene)
        assert (error.value.status, error.value.details["run_id"]) == (409, run.id)

    def test_interrupting_names_all_that_have_to_stop(self, scene: Scene) -> None:
        at_work = scene.new_run()
        waiting, _ = ask(scene, on_busy="enqueue")
        _, replaced = ask(scene, on_busy="interrupt")
        assert replaced == [at_work, waiting]

    def test_only_so_many_may_wait(self, scene: Scene) -> None:
        for _ in range(MAX_WAITING_IN_SESSION + 1):
            ask(scene, on_busy="enqueue")
        with pytest.raises(AgentError) as error:
            ask(scene, on_busy="enqueue")
        assert (error.value.status, error.value.error_type) == (429, "too_many_waiting")

    def test_an_agent_has_as_many_runs_as_its_manifest_allows(self, scene: Scene) -> None:
        scene.new_run()
        other = scene.new_session()
        with pytest.raises(AgentError) as error:
            start_run(other, scene.people.alice.pk, "Hello", most_of_agent=1)
        assert error.value.error_type == "server_full"
        assert start_run(other, scene.people.alice.pk, "Hello", most_of_agent=2)

    def test_the_same_client_message_is_the_same_run_even_when_it_is_over(self, scene: Scene) -> None:
        run, _ = ask(scene, client_message_id="m1")
        end(claimed(run))
        again, replaced = ask(scene, "Something else", client_message_id="m1", on_busy="interrupt")
        assert (again, again.message, replaced) == (run, "Hello", [])

    def test_another_session_may_use_the_same_client_message_id(self, scene: Scene) -> None:
        run, _ = ask(scene, client_message_id="m1")
        other, _ = start_run(scene.new_session(), scene.people.alice.pk, "Hello", client_message_id="m1")
        assert other != run


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_a_client_message_sent_twice_is_one_run(self) -> None:
        scene = make_scene()
        found = at_once(lambda _: ask(scene, client_message_id="m1")[0].id, 12)
        assert len(set(found)) == 1
        assert Run.objects.count() == 1

    def test_one_of_several_messages_finds_the_session_free(self) -> None:
        scene = make_scene()
        found = at_once(lambda _: ask(scene)[0].id, 8)
        refused = [one for one in found if isinstance(one, AgentError)]
        assert len(refused) == 7
        assert {error.error_type for error in refused} == {"run_in_progress"}

    def test_a_run_is_claimed_once(self) -> None:
        run, _ = ask(make_scene())
        found = at_once(lambda number: claim_run(run.id, f"process-{number}"), 8)
        [mine] = [one for one in found if isinstance(one, Run)]
        run.refresh_from_db()
        assert (run.state, run.process) == ("running", mine.process)

    def test_two_runs_of_a_session_are_never_both_at_work(self) -> None:
        scene = make_scene()
        runs = [ask(scene, on_busy="enqueue")[0] for _ in range(6)]
        found = at_once(lambda number: claim_run(runs[number].id, "p"), 6)
        assert [one for one in found if one is not None] == [runs[0]]

    def test_a_run_is_closed_once_with_one_last_event(self) -> None:
        run = make_scene().new_run()
        closed = at_once(lambda number: end(run, line(number + 1)), 8)
        assert closed.count(True) == 1
        assert RunEvent.objects.count() == 1
        assert run.entries.count() == 1


class TestTurns:
    def test_runs_of_a_session_take_turns_in_the_order_in_which_they_came(self, scene: Scene) -> None:
        first, second, third = (ask(scene, on_busy="enqueue")[0] for _ in range(3))
        assert claim_run(second.id, "p") is None
        mine = claimed(first)
        assert next_run(scene.session.pk) is None
        end(mine)
        assert next_run(scene.session.pk) == second.id
        end(claimed(second))
        assert next_run(scene.session.pk) == third.id
        end(claimed(third))
        assert next_run(scene.session.pk) is None

    def test_a_run_that_nobody_waited_for_is_abandoned_when_its_turn_comes(self, scene: Scene) -> None:
        run, _ = ask(scene)
        Run.objects.update(viewed_at=now() - timedelta(seconds=run.grace_seconds + 1))
        assert claimed(run).stop_reason == "abandoned"

    def test_a_run_that_is_not_there_is_claimed_by_nobody(self, scene: Scene) -> None:
        assert claim_run("no-such-run", "p") is None
        assert find_run("no-such-run") is None

    def test_the_database_itself_refuses_two_at_work(self, scene: Scene) -> None:
        scene.new_run()
        other, _ = ask(scene, on_busy="enqueue")
        with pytest.raises(IntegrityError), transaction.atomic():
            Run.objects.filter(pk=other.pk).update(state="running")

    def test_the_latest_run_is_the_one_at_work_else_the_last(self, scene: Scene) -> None:
        assert latest_run(scene.session.pk) is None
        first, second = (ask(scene, on_busy="enqueue")[0] for _ in range(2))
        assert latest_run(scene.session.pk) == first
        end(claimed(first))
        end(claimed(second))
        assert latest_run(scene.session.pk) == second


class TestStopping:
    def test_asking_again_changes_nothing(self, run: Run) -> None:
        assert ask_to_stop(run.id, "requested").state == "cancelling"
        assert ask_to_stop(run.id, "abandoned").stop_reason == "requested"

    def test_a_run_that_waits_stays_in_the_queue_with_the_reason(self, scene: Scene) -> None:
        run, _ = ask(scene)
        asked = ask_to_stop(run.id, "replaced")
        assert (asked.state, asked.stop_reason) == ("queued", "replaced")

    def test_a_run_that_is_over_stays_as_it_is(self, run: Run) -> None:
        end(run)
        assert ask_to_stop(run.id, "requested").state == "done"


class TestClosing:
    def test_the_end_and_all_that_belongs_to_it_are_there_together(self, run: Run) -> None:
        Reservation.objects.create(
            run=run, request=1, agent_id=run.session.agent_id, money=Decimal(1), tokens=1
        )
        await_answer(run.id, "call-1")
        made = ending(
            line(1),
            seq=3,
            result="Hello!",
            context='[{"type":"human"}]',
            events=[(1, "{}"), (2, "{}")],
            requests=[(1, "{}")],
            message="redacted",
        )
        assert close_run(run.id, made)
        run.refresh_from_db()
        assert (run.state, run.seq, run.result, run.message) == ("done", 3, "Hello!", "redacted")
        assert [event.seq for event in run.events.order_by("seq")] == [1, 2, 3]
        assert run.entries.count() == run.requests.count() == 1
        assert not Reservation.objects.exists()
        assert not WaitingCall.objects.exists()
        run.session.refresh_from_db()
        assert json.loads(run.session.context) == [{"type": "human"}]

    def test_a_run_that_nobody_took_up_is_closed_only_while_it_waits(self, scene: Scene) -> None:
        run, _ = ask(scene)
        claimed(run)
        assert not close_run(run.id, ending(state="cancelled"), ("queued",))
        assert find_run(run.id).state == "running"  # type: ignore[union-attr]

    def test_the_first_message_gives_the_session_its_title_at_once(self, scene: Scene) -> None:
        run, _ = ask(scene, "How\n are you? " + "x" * 100)
        scene.session.refresh_from_db()
        assert scene.session.title.startswith("How are you? xxx")
        assert len(scene.session.title) == 80
        end(claimed(run))
        another, _ = ask(scene, "Another")
        end(claimed(another))
        scene.session.refresh_from_db()
        assert scene.session.title.startswith("How are you?")

    @pytest.mark.django_db
    def test_where_words_are_held_back_the_title_is_the_message_as_the_model_saw_it(self) -> None:
        scene = make_scene(manifest(spec="safety: {pii_detection: {enabled: true, action: redact}}"))
        run, _ = ask(scene, "My number is 5.")
        scene.session.refresh_from_db()
        assert scene.session.title == ""
        end(claimed(run), message="My number is [REDACTED].")
        scene.session.refresh_from_db()
        assert scene.session.title == "My number is [REDACTED]."

    def test_a_history_that_the_caller_brought_goes_and_stays_out_of_the_list(self, scene: Scene) -> None:
        run = scene.new_run(history='[{"type":"human"}]')
        end(run, result="Hello!")
        run.refresh_from_db()
        assert run.history == "[]"
        assert list_sessions(scene.agent, scene.people.alice) == []
        run.session.refresh_from_db()
        assert run.session.title == ""

    def test_without_a_context_the_session_remembers_what_it_did(self, run: Run) -> None:
        end(run, context=None)
        run.session.refresh_from_db()
        assert run.session.context == "[]"


def claimed(run: Run) -> Run:
    mine = claim_run(run.id, "p")
    assert mine is not None
    return mine
