"""The ledger for others: sums by what one asks, every entry as JSON and CSV, and what neither tells."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from agents_runtime.ledger import record_usage
from agents_runtime.ledger_export import (
    COLUMNS,
    entries_of,
    entries_over_agents,
    ledger_csv,
    ledger_rows,
    sums_by,
)
from agents_runtime.models import LedgerEntry, Run, Session
from agents_runtime.price_list import DEMO
from agents_runtime.sessions import open_session
from studio.agents import create_agent
from tests.agents_runtime.builders import Scene, correct, line, manifest, reset


class TestSumsByWhatOneAsks:
    def test_they_are_told_by_run_session_agent_person_and_day(self, scene: Scene) -> None:
        bob = scene.people.bob
        runs = [scene.new_run(), scene.new_run(scene.new_session(bob, "of-bob"), person=bob)]
        record_usage(runs[0], [line(1, cost="1"), line(2, cost="2")])
        record_usage(runs[1], [line(1, cost="4")])
        for by, expected in {
            "run": {runs[0].id: "3"},  # Bob's is his own
            "session": {"first": "3", "of-bob": "4"},
            "agent": {"tester": "7"},
            "person": {"alice": "3", "bob": "4"},
            "day": {datetime.now(UTC).date().isoformat(): "7"},
        }.items():
            sums = sums_by(LedgerEntry.objects.all(), by, scene.people.alice)  # type: ignore[arg-type]
            assert {row[by]: row["cost"] for row in sums} == expected

    def test_what_only_shares_a_name_is_summed_apart(self, scene: Scene) -> None:
        people = scene.people
        theirs = people.charlie.memberships.get().workspace
        twin, revision = create_agent(theirs, people.charlie, manifest())
        forgotten = scene.new_session(name="again")
        Session.objects.filter(pk=forgotten.pk).update(forgotten_at=datetime.now(UTC))
        for cost, session in {
            "1": scene.session,
            "2": scene.new_session(people.bob, "first"),
            "4": open_session(twin, revision, people.charlie.pk, "first"),
            "8": forgotten,
            "16": scene.new_session(name="again"),
        }.items():
            record_usage(scene.new_run(session, person=session.owner), [line(cost=cost)])
        entries = LedgerEntry.objects.all()
        by_agent = [list(row.values()) for row in sums_by(entries, "agent", people.alice)]
        assert by_agent == [["tester", "Alice's", 40, 20, "27"], ["tester", "Charlie's", 10, 5, "4"]]
        by_session = sums_by(entries, "session", people.alice)
        told = [(row["session"], row["agent"], row["person"], row["cost"]) for row in by_session]
        assert sorted(told) == [
            ("again", "tester", "alice", "16"),
            ("again", "tester", "alice", "8"),
            ("first", "tester", "alice", "1"),
            ("first", "tester", "bob", "2"),
            ("first", "tester", "charlie", "4"),
        ]
        assert str(scene.session.pk) not in json.dumps([by_agent, by_session])

    def test_hold_nothing_of_the_demo_model(self, run: Run) -> None:
        record_usage(run, [line(1), line(2, demo=True, provider=DEMO, model=DEMO, cost="0")])
        assert sums_by(LedgerEntry.objects.all(), "run", run.person)[0]["prompt_tokens"] == 10

    def test_days_are_those_of_their_entries(self, run: Run) -> None:
        record_usage(run, [line(1, cost="1"), line(2, cost="2"), line(3, cost="4")])
        yesterday = datetime(2026, 1, 1, 23, 59, 59, tzinfo=UTC)
        LedgerEntry.objects.filter(request=1).update(created_at=yesterday)
        LedgerEntry.objects.filter(request=2).update(created_at=datetime(2026, 1, 2, tzinfo=UTC))
        sums = sums_by(LedgerEntry.objects.exclude(request=3), "day", run.person)
        assert [(row["day"], row["cost"]) for row in sums] == [("2026-01-01", "1"), ("2026-01-02", "2")]

    def test_a_sum_with_an_unknown_price_is_unknown_there_too(self, run: Run) -> None:
        record_usage(run, [line(1, cost="1"), line(2, cost=None)])
        [row] = sums_by(LedgerEntry.objects.all(), "session", run.person)
        assert (row["cost"], row["prompt_tokens"]) == (None, 20)


class TestTheExport:
    def test_has_every_entry_of_every_period_with_exact_money(self, scene: Scene) -> None:
        run = scene.new_run()
        record_usage(run, [line(1, cost="0.000000000001")])
        reset(scene.session)
        record_usage(run, [line(2, cost=None)])
        correct(LedgerEntry.objects.get(request=1), "100")
        rows = ledger_rows(scene.people.alice, scene.agent, None)
        assert [(row["request"], row["correction"], row["period"], row["cost"]) for row in rows] == [
            (1, 0, 1, "0.000000000001"),
            (2, 0, 2, None),
            (1, 1, 1, "99.999999999999"),
        ]
        assert json.loads(json.dumps(rows)) == rows

    def test_holds_the_persons_own_sessions_only(self, scene: Scene) -> None:
        record_usage(scene.new_run(), [line()])
        assert not entries_of(scene.people.bob, scene.agent, None)

    def test_of_a_session_that_was_joined_names_no_runs(self, scene: Scene) -> None:
        """Whoever knows a run's id may follow and stop it."""
        run = scene.new_run()
        record_usage(run, [line(cost="1")])
        rows = {
            user.username: ledger_rows(user, scene.agent, scene.session)
            for user in (scene.people.alice, scene.people.bob)
        }
        assert {name: [row["run_id"] for row in mine] for name, mine in rows.items()} == {
            "alice": [run.id],
            "bob": [None],
        }
        assert run.id not in ledger_csv(rows["bob"])
        assert rows["bob"][0]["cost"] == "1"

    def test_by_run_names_no_runs_of_others(self, scene: Scene) -> None:
        people = scene.people
        theirs = scene.new_run(scene.new_session(people.bob, "of-bob"), person=people.bob)
        joined = scene.new_run(person=people.bob)  # in Alice's session
        record_usage(theirs, [line(cost="4")])
        record_usage(joined, [line(cost="1")])
        seen = {
            user.username: {row["run"] for row in sums_by(entries_over_agents(user), "run", user)}
            for user in (people.alice, people.bob)
        }
        assert seen == {"alice": {joined.id}, "bob": {theirs.id}}

    def test_over_all_agents_holds_ones_own_and_what_one_pays_for(self, scene: Scene) -> None:
        bob, charlie = scene.people.bob, scene.people.charlie
        record_usage(scene.new_run(), [line(cost="1")])
        record_usage(scene.new_run(scene.new_session(bob, "of-bob"), person=bob), [line(cost="4")])
        seen = {
            user.username: {
                row["person"]: row["cost"] for row in sums_by(entries_over_agents(user), "person", user)
            }
            for user in (scene.people.alice, bob, charlie)
        }
        assert seen == {"alice": {"alice": "1", "bob": "4"}, "bob": {"bob": "4"}, "charlie": {}}

    def test_as_csv_has_a_header_and_no_cell_that_would_be_run(self, run: Run, scene: Scene) -> None:
        record_usage(run, [line(model="=HYPERLINK(1)", price_version="-1+1", cost="-1")])
        text = ledger_csv(ledger_rows(scene.people.alice, scene.agent, run.session))
        header, row = text.splitlines()
        assert header == ",".join(COLUMNS)
        assert ",'=HYPERLINK(1)," in row
        assert ",-1," in row
        assert ",'-1+1," in row
