"""Settings that cannot work: nothing starts, and whoever tried is told in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.agents_runtime.playgrounds import environment
from tests.agents_runtime.processes import Web, daphne, manage, uvicorn
from tests.fakes import FakeProvider

WITHOUT_POSTGRES = "The queue of runs needs PostgreSQL."
WITHOUT_REDIS = "Workers reach viewers through Redis, which is not set."


@pytest.fixture
def variables(provider: FakeProvider, tmp_path: Path) -> dict[str, str]:
    return environment(provider, STUDIO_DISPATCH="queue", STUDIO_DATABASE=str(tmp_path / "studio.sqlite3"))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, [WITHOUT_POSTGRES, WITHOUT_REDIS]),
        ({"STUDIO_REDIS_URL": "redis://127.0.0.1:1/0"}, [WITHOUT_POSTGRES]),
        ({"STUDIO_DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}, [WITHOUT_REDIS]),
    ],
    ids=["neither", "no PostgreSQL", "no Redis"],
)
class TestAQueueWithoutItsServers:
    def test_is_refused_by_a_web_process(
        self, variables: dict[str, str], tmp_path: Path, more: dict[str, str], told: list[str]
    ) -> None:
        check_what_is_told(refusal_of(uvicorn, {**variables, **more}, tmp_path), told)

    def test_is_refused_by_a_worker(
        self, variables: dict[str, str], tmp_path: Path, more: dict[str, str], told: list[str]
    ) -> None:
        command = manage("run_worker")
        check_what_is_told(refusal_of(lambda port: command, {**variables, **more}, tmp_path), told)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"STUDIO_MAX_RUNS": "many"}, 'STUDIO_MAX_RUNS is "many"; expected a whole number.'),
        ({"STUDIO_GRACE_SECONDS": "-1"}, "STUDIO_GRACE_SECONDS is -1; the smallest allowed is"),
        ({"STUDIO_LOCAL": "0"}, "STUDIO_SECRET_KEY is needed when STUDIO_LOCAL is off."),
        ({"STUDIO_DATABASE_URL": "mysql://me:secret@db/studio"}, "STUDIO_DATABASE_URL is no PostgreSQL"),
        ({"STUDIO_REDIS_URL": "http://me:secret@cache"}, "STUDIO_REDIS_URL is no"),
        ({"STUDIO_REDIS_URL": "redis://me:secret@cache:port/0"}, "STUDIO_REDIS_URL is no"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
@pytest.mark.parametrize(
    "command", [uvicorn, daphne, lambda port: manage("run_worker")], ids=["uvicorn", "serve", "worker"]
)
def test_a_value_that_cannot_be_is_refused(
    provider: FakeProvider,
    tmp_path: Path,
    command: Callable[[int], list[str]],
    setting: dict[str, str],
    told: str,
) -> None:
    log = refusal_of(command, environment(provider, **setting), tmp_path)
    assert log.count(told) == 1
    assert "secret" not in log.replace("STUDIO_SECRET_KEY", "")
    assert "Traceback" not in log


def refusal_of(command: Callable[[int], list[str]], variables: dict[str, str], folder: Path) -> str:
    """What a process says that does not start."""
    process = Web(command, variables, folder)
    process.launch()
    try:
        assert process.wait() != 0
    finally:
        process.stop()
    return process.log


def check_what_is_told(log: str, told: list[str]) -> None:
    for sentence in (WITHOUT_POSTGRES, WITHOUT_REDIS):
        assert log.count(sentence) == (sentence in told), log
    assert log.count("or STUDIO_DISPATCH=local.") == len(told)
    assert "Traceback" not in log
