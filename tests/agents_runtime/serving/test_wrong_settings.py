"""A queue without the servers that it needs: nothing starts, and whoever tried is told in a sentence."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.agents_runtime.playgrounds import environment
from tests.agents_runtime.processes import Web, manage, uvicorn
from tests.fakes import FakeProvider
from tests.studio_server import ROOT

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
        web = Web(uvicorn, {**variables, **more}, tmp_path)
        web.launch()
        try:
            assert web.wait() != 0
        finally:
            web.stop()
        check_what_is_told(web.log, told)

    def test_is_refused_by_a_worker(
        self, variables: dict[str, str], more: dict[str, str], told: list[str]
    ) -> None:
        ended = subprocess.run(
            manage("run_worker"),
            cwd=ROOT,
            env={**os.environ, **variables, **more},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ended.returncode != 0
        check_what_is_told(ended.stderr, told)


def check_what_is_told(log: str, told: list[str]) -> None:
    for sentence in (WITHOUT_POSTGRES, WITHOUT_REDIS):
        assert log.count(sentence) == (sentence in told), log
    assert log.count("or STUDIO_DISPATCH=local.") == len(told)
    assert "Traceback" not in log
