"""What is left after a soak: the database, the provider's log, the figures and Redis, side by side."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import psycopg
import redis

from agents_runtime.control import channel_of
from agents_runtime.money import SCALE
from agents_runtime.price_list import price_of
from exporter.kit.usage import Usage
from tests.agents_runtime.playgrounds import Playground
from tests.agents_runtime.soak.clients import LAST, Seen
from tests.agents_runtime.soak.conduct import MODEL, Provider, last_words, reported_prompt

Rows = list[tuple[Any, ...]]
PATIENCE = 60.0


class Books:
    """The database of a playground, as its owner could read it."""

    def __init__(self, playground: Playground) -> None:
        self._variables = playground.variables

    def rows(self, query: str) -> Rows:
        if url := self._variables.get("STUDIO_DATABASE_URL"):
            with psycopg.connect(url) as there:
                return there.execute(query).fetchall()
        file = sqlite3.connect(f"file:{self._variables['STUDIO_DATABASE']}?mode=ro", uri=True)
        try:
            return file.execute(query).fetchall()
        finally:
            file.close()

    def number(self, query: str) -> int:
        [(found,)] = self.rows(query)
        return int(found or 0)


def wait_until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} s: {what}"
        time.sleep(0.2)


def check_that_every_run_ended_once(books: Books, seen: list[Seen]) -> Counter[str]:
    """Events from 1 without a gap, the last one stored with the run; returns how runs ended."""
    open_runs = "SELECT count(*) FROM agents_runtime_run WHERE state IN ('queued', 'running', 'cancelling')"
    wait_until(lambda: books.number(open_runs) == 0, "every run has ended")
    runs = {
        row[0]: row[1:] for row in books.rows("SELECT id, state, seq, last_event FROM agents_runtime_run")
    }
    numbers: dict[str, list[int]] = defaultdict(list)
    lasts: Counter[str] = Counter()
    for run_id, seq, text in books.rows(
        "SELECT run_id, seq, text FROM agents_runtime_runevent ORDER BY run_id, seq"
    ):
        numbers[run_id].append(seq)
        lasts[run_id] += last_words(text) in LAST
        assert json.loads(text)["seq"] == seq
    for run_id, (state, seq, last_event) in runs.items():
        assert state == last_words(last_event), run_id
        assert numbers[run_id] == list(range(1, seq + 1)), run_id
        assert lasts[run_id] == 1, run_id
    known = [one.run_id for one in seen if one.run_id is not None]
    assert len(known) == len(set(known)) and set(known) <= runs.keys()
    return Counter(state for state, *_ in runs.values())


def check_what_viewers_saw(books: Books, seen: list[Seen]) -> None:
    """Whoever stayed or came back has all of it once, in order; whoever left has its beginning."""
    stored: dict[str, list[str]] = defaultdict(list)
    for run_id, text in books.rows("SELECT run_id, text FROM agents_runtime_runevent ORDER BY run_id, seq"):
        stored[run_id].append(text)
    for one in seen:
        assert not one.refused, one
        if one.plan.way == "JSON" or one.run_id is None:
            assert one.run_id is not None or one.plan.behaviour == "leave", one
            continue
        events = [json.loads(text) for text in stored[one.run_id]]
        if one.plan.behaviour != "leave":
            assert one.ended, one
            assert one.events == events, one
        else:
            assert one.events == events[: len(one.events)], one


def check_the_ledger_against(provider: Provider, books: Books) -> tuple[int, Decimal]:
    """Each entry that calls itself reported is a request of the provider's log, with the very figures.

    What the provider reported and the ledger does not have was cut off before it was read. Returns how many
    reported entries there are, and what they cost.
    """
    reported = {
        number: request for request in provider.requests if (number := reported_prompt(request)) is not None
    }
    entries = books.rows(
        "SELECT run_id, state, prompt_tokens, cached_tokens, completion_tokens, cost"
        " FROM agents_runtime_ledgerentry"
    )
    price = price_of("openai", MODEL, {})
    assert price is not None
    costs: dict[str, int] = defaultdict(int)
    tokens: dict[str, int] = defaultdict(int)
    entered: dict[int, int] = {}
    for run_id, state, prompt, cached, completion, cost in entries:
        costs[run_id] += cost
        tokens[run_id] += prompt + completion
        if state == "reported":
            entered[prompt] = cost
            usage = reported[prompt].usage
            assert usage is not None
            assert (cached, completion) == (usage.cached, usage.output)
            assert Decimal(cost) / SCALE == price.cost(Usage(prompt, completion, cached))
    assert len(entered) == sum(state == "reported" for _, state, *_ in entries)
    runs = books.rows("SELECT id, message, stop_reason, error_type, summary FROM agents_runtime_run")
    cut_off = {message for _, message, reason, error, _ in runs if reason or error}
    missing = [request.text for number, request in reported.items() if number not in entered]
    assert set(missing) <= cut_off, sorted(set(missing) - cut_off)
    for run_id, *_, summary in runs:
        told = json.loads(summary)
        assert told["total_tokens"] == tokens[run_id], run_id
        if run_id in costs:
            assert round(told["total_cost"] * 1e12) == costs[run_id], run_id
    expected = sum(
        (
            price.cost(Usage(number, request.usage.output or 0, request.usage.cached))
            for number, request in reported.items()
            if number in entered and request.usage is not None
        ),
        Decimal(0),
    )
    assert Decimal(sum(entered.values())) / SCALE == expected
    return len(entered), expected


def check_that_nothing_is_left(told_by: list[str], books: Books, provider: Provider) -> None:
    """`told_by` is where each process tells its figures."""
    for table in ("reservation", "waitingcall"):
        assert books.number(f"SELECT count(*) FROM agents_runtime_{table}") == 0, table
    assert books.rows("SELECT id FROM agents_runtime_run WHERE estimates != '[]'") == []
    wait_until(lambda: busy(provider) == 0, "no request is open at the provider")
    for url in told_by:
        quiet = ("studio_viewers", "studio_sockets", "studio_live_log_lag_events", "studio_runs_here")

        def is_quiet(url: str = url, names: tuple[str, ...] = quiet) -> bool:
            found = figures(url)
            return all(name in found and found[name] == 0 for name in names)

        wait_until(is_quiet, f"{quiet} of {url} are 0: {figures(url)}")


def busy(provider: Provider) -> int:
    """Requests whose connection neither side has closed."""
    open_ones = [one for one in provider.requests if one.finished_at is None and one.disconnected_at is None]
    return sum(provider.plan_of(one).answer != "dropped" for one in open_ones)


def figures(url: str) -> dict[str, float]:
    """What /metrics says; of figures with labels, their sum."""
    found: dict[str, float] = defaultdict(float)
    for line in httpx.get(f"{url}/metrics", timeout=30).text.splitlines():
        if match := re.fullmatch(r"(\w+)(?:\{.*\})? ([-+0-9.e]+)", line):
            found[match[1]] += float(match[2])
    return found


def redis_subscribers(url: str) -> int:
    with redis.Redis.from_url(url) as there:
        [(_, number)] = there.pubsub_numsub(channel_of(there))
        return int(number)


def redis_connections(url: str) -> int:
    with redis.Redis.from_url(url) as there:
        database = url.rpartition("/")[2]
        clients: list[dict[str, str]] = there.client_list()
        return sum(one["db"] == database for one in clients) - 1


def keys_for_ever(url: str) -> list[str]:
    with redis.Redis.from_url(url, decode_responses=True) as there:
        return [key for key in there.scan_iter() if there.ttl(key) < 0]
