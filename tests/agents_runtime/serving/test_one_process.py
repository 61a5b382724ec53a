"""Without Redis one process serves a database; a second one is told why it may not, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from agents_runtime.only_process import REFUSAL
from tests.agents_runtime.playgrounds import Playground, environment, make_tables, running
from tests.agents_runtime.processes import Web, daphne, uvicorn
from tests.fakes import FakeProvider


@pytest.mark.parametrize("command", [uvicorn, daphne])
def test_a_second_server_on_the_same_database_is_refused(
    playground: Playground, tmp_path: Path, command: object
) -> None:
    assert callable(command)
    second = Web(command, playground.variables, tmp_path)
    second.launch()
    assert second.wait() != 0
    assert second.log.count(REFUSAL) == 1
    assert "Traceback" not in second.log
    assert httpx.get(f"{playground.url}/health/live").status_code == 200, "the first one is not disturbed"


def test_several_workers_of_uvicorn_are_refused(provider: FakeProvider, tmp_path: Path) -> None:
    """Uvicorn starts a worker that ended again and again, so each says it, and nobody serves twice."""

    def two(port: int) -> Sequence[str]:
        return uvicorn(port, "--workers", "2")

    variables = environment(provider, STUDIO_DATABASE=str(tmp_path / "studio.sqlite3"))
    make_tables(variables)
    web = Web(two, variables, tmp_path)
    with running(web):
        web.wait_until_said(REFUSAL)
    assert "Traceback" not in web.log
