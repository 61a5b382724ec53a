"""What is counted of runs that nobody here executed; what a process tells of itself."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest
from django.test import RequestFactory
from prometheus_client import REGISTRY, generate_latest

from agents_runtime.closing import close_dead, close_queued
from agents_runtime.ledger import record_usage
from agents_runtime.live.memory import MemoryLiveLog
from agents_runtime.metrics import OfThisProcess
from agents_runtime.models import Run
from agents_runtime.process import Process, stop_process, this_process
from agents_runtime.runs import ask_to_stop, start_run
from agents_runtime.signs import DEAD_AFTER
from agents_runtime.views.operations import ready
from tests.agents_runtime.builders import line, long_ago, make_scene, now

pytestmark = pytest.mark.django_db(transaction=True)


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0


def waiting() -> Run:
    scene = make_scene()
    run, _ = start_run(scene.session, scene.people.alice.pk, "Hello")
    return ask_to_stop(run.id, "requested")


def died() -> Run:
    """With a request that was reported, and one that was going on."""
    run = make_scene().new_run()
    record_usage(run, [line(1, cost="1")])
    open_one = json.dumps([line(2, reported=False, cost="0.5").as_dict()])
    long_ago(run, estimates=open_one, heartbeat_at=now() - timedelta(seconds=DEAD_AFTER + 1))
    return Run.objects.select_related("session").get(pk=run.pk)


async def test_a_run_that_was_stopped_before_it_began_is_counted_once() -> None:
    run, before = await asyncio.to_thread(waiting), counted("studio_runs_total", state="cancelled")
    for _ in range(2):
        await close_queued(MemoryLiveLog(), run)
    assert counted("studio_runs_total", state="cancelled") == before + 1


async def test_a_run_whose_process_died_is_counted_once_with_what_it_cost() -> None:
    def figures() -> tuple[float, ...]:
        return (
            counted("studio_runs_total", state="error"),
            counted("studio_tokens_total", kind="prompt", demo="false"),
            counted("studio_tokens_total", kind="completion", demo="false"),
            counted("studio_cost_usd_total"),
        )

    run, before = await asyncio.to_thread(died), figures()
    for _ in range(2):
        await close_dead(MemoryLiveLog(), run)
    grown = [after - earlier for after, earlier in zip(figures(), before, strict=True)]
    assert grown == [1, 20, 10, pytest.approx(1.5)]


class TestTheFiguresOfAProcess:
    async def test_are_told_to_another_thread_while_the_loop_goes_on(self) -> None:
        process, figures = Process(runs_agents=True), OfThisProcess()
        figures.know(process)
        told = await asyncio.to_thread(
            lambda: {each.name: each.samples[0].value for each in figures.collect()}
        )
        assert told["studio_tasks"] == len(asyncio.all_tasks())
        assert told["studio_runs_here"] == 0

    async def test_are_missing_rather_than_0_before_it_has_begun(self) -> None:
        assert list(OfThisProcess().collect()) == []

    def test_are_missing_when_its_loop_has_ended(self) -> None:
        figures = OfThisProcess()

        async def begin() -> None:
            figures.know(Process(runs_agents=True))

        asyncio.run(begin())
        found: list[object] = []
        asyncio.run(asyncio.to_thread(lambda: found.extend(figures.collect())))
        assert found == []

    async def test_do_not_hold_back_the_others(self) -> None:
        """A scrape of this very loop, as web processes answer it, does not wait for itself."""
        from agents_runtime.metrics import of_this_process

        of_this_process.know(this_process())
        try:
            assert b"studio_viewers 0.0" in generate_latest()
        finally:
            await stop_process()


class TestAProcess:
    async def test_that_stops_is_not_ready(self) -> None:
        process = this_process()
        process.stopping.set()
        assert await told_by_ready() == (503, "The server is stopping.")

    async def test_of_which_a_part_stopped_is_not_ready(self) -> None:
        this_process().is_whole = False
        sentence = "A part of this process stopped; its log says which. Start it again."
        assert await told_by_ready() == (503, sentence)


async def told_by_ready() -> tuple[int, str]:
    """And the process has stopped."""
    try:
        answer = await ready(RequestFactory().get("/health/ready"))
    finally:
        await stop_process()
    return answer.status_code, json.loads(answer.content)["checks"]["process"]
