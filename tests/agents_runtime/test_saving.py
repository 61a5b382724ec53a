"""What the database refuses of one run holds up no other, and keeps no run from its end."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import cast

import pytest

from agents_runtime.at_work import RunAtWork, Unsaved
from agents_runtime.closing import Closing
from agents_runtime.engine import AgentRun
from agents_runtime.event_log import store_events, stored_events
from agents_runtime.lesser_endings import reduced, with_unknown_costs
from agents_runtime.live.memory import MemoryLiveLog
from agents_runtime.models import LedgerEntry, Run
from agents_runtime.price_list import set_price_value
from agents_runtime.runs import find_run, next_run, start_run
from agents_runtime.saving import Saver
from exporter.kit.events import CostSummary, Done, Token
from exporter.kit.pricing import Price
from exporter.kit.usage import RequestUsage, Usage
from tests.agents_runtime.builders import ending, line, make_scene

pytestmark = pytest.mark.django_db(transaction=True)

ONE = Decimal(1)
PRICE = set_price_value("openai", "gpt-4o-mini", "2026-01-01", ONE, ONE, ONE)


class PriceThatFails(Price):
    def cost(self, usage: Usage) -> Decimal:
        raise ValueError("no such tokens")


BROKEN = PriceThatFails("m", "p", "2026-01-01", "", "", ONE)
REFUSED = {
    "a number that no database keeps": RequestUsage(1, "m", 1, PRICE, reported=Usage(2**70, 5), open=False),
    "a price that fails": RequestUsage(1, "m", 1, BROKEN, reported=Usage(10, 5), open=False),
}


@dataclass
class FakeUsage:
    """What a run has used; its engine is none that could say how it ended."""

    requests: list[RequestUsage]
    providers: dict[int, str] = field(default_factory=dict)


@dataclass
class FakeAgentRun:
    usage: FakeUsage


class Process:
    """Two runs at work; `bad` has used what cannot be saved."""

    def __init__(self, runs: list[Run], used: RequestUsage) -> None:
        self.live = MemoryLiveLog()
        self.bad, self.good = (RunAtWork(run, self.live.open(run.id), self.live.published) for run in runs)
        for run, request in (
            (self.bad, used),
            (self.good, replace(used, price=PRICE, reported=Usage(10, 5))),
        ):
            run.agent_run = cast(AgentRun, FakeAgentRun(FakeUsage([request])))
        self.saver = Saver(lambda: [self.bad, self.good])
        self.closing = Closing(self.live, self.saver)

    def say(self, text: str) -> None:
        for run in (self.bad, self.good):
            run.emit(Token(text, 1, None))


def two_runs() -> list[Run]:
    scene = make_scene()
    return [scene.new_run(), scene.new_run(scene.new_session())]


def stored(run: RunAtWork) -> list[str]:
    return [json.loads(text).get("token") for _, text in stored_events(run.run_id)]


@pytest.fixture(params=REFUSED)
async def process(request: pytest.FixtureRequest) -> Process:
    return Process(await asyncio.to_thread(two_runs), REFUSED[request.param])


async def test_one_run_that_cannot_be_saved_holds_up_no_other(
    process: Process, caplog: pytest.LogCaptureFixture
) -> None:
    process.say("Hel")
    assert await process.saver.save()
    process.say("lo")
    assert await process.saver.save()
    assert await asyncio.to_thread(stored, process.good) == ["Hel", "lo"]
    entries = LedgerEntry.objects.filter(run_id=process.good.run_id)
    assert await asyncio.to_thread(entries.count) == 1
    told = [getattr(record, "run_id", "") for record in caplog.records if record.levelname == "ERROR"]
    assert told == [process.bad.run_id]


async def test_a_run_that_cannot_be_saved_ends_all_the_same(process: Process) -> None:
    process.say("Hel")
    await process.saver.save()
    process.say("lo")
    await asyncio.wait_for(process.closing.close(process.bad, None), 10)
    run = await asyncio.to_thread(find_run, process.bad.run_id)
    assert run is not None
    assert (run.state, run.seq) == ("error", 3)
    assert await asyncio.to_thread(stored, process.bad) == ["Hel", "lo", None]
    costs = json.loads(run.last_event)["cost_summary"]
    assert (costs["total_cost"], costs["priced"]) == (None, False)
    assert process.bad.log.closed
    answer, _ = await asyncio.to_thread(start_run, run.session, run.person_id, "Are you there?")
    assert await asyncio.to_thread(next_run, run.session_id) == answer.id


def test_events_that_come_again_are_kept_once() -> None:
    run = make_scene().new_run()
    for _ in range(2):
        store_events([(run.id, 1, "{}"), (run.id, 2, "{}")])
    assert [seq for seq, _ in stored_events(run.id)] == [1, 2]


class TestAnEndingOfWhichSomethingIsLeftOut:
    def test_tells_costs_as_unknown_and_the_rest_as_it_was(self) -> None:
        event = Done("Hello", CostSummary(15, 10, 5, ONE, "m"))
        whole = replace(ending(), last_event='{"type":"done","result":"Hello","ms":7}')
        lesser, told = with_unknown_costs(whole, event)
        assert (told.cost_summary.total_cost, told.cost_summary.total_tokens) == (None, 15)
        last = json.loads(lesser.last_event)
        assert (last["result"], last["ms"], last["cost_summary"]["priced"]) == ("Hello", 7, False)
        assert json.loads(lesser.summary) == last["cost_summary"]

    def test_loses_the_money_before_its_lines_and_those_before_its_texts(self) -> None:
        unsaved = Unsaved("r", events=[(1, "{}")], lines=[line(1)])
        whole = ending(result="Hello", context="[]")
        assert reduced(whole, unsaved, "all").lines[0].cost is not None
        assert [one.cost for one in reduced(whole, unsaved, "lines without money").lines] == [None]
        without = reduced(whole, unsaved, "no lines")
        assert (without.lines, without.result) == ([], "Hello")
        alone = reduced(whole, unsaved, "its events alone")
        assert (alone.result, alone.context, alone.events) == ("", None, [(1, "{}")])
