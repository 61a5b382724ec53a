"""What operators ask a server for others: is it alive, can it work, what are its figures."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.agents_runtime.playgrounds import Playground, embedded
from tests.agents_runtime.processes import uvicorn
from tests.agents_runtime.relays import relay
from tests.fakes import FakeProvider
from tests.services import postgres_url

TOKEN = "a token for this test only"
NOBODY = "redis://127.0.0.1:1/0"
# As the proxy in front of it would say.
HEADERS = {"Host": "studio.example", "X-Forwarded-Proto": "https"}


@contextmanager
def hosted(provider: FakeProvider, folder: Path, **variables: str) -> Iterator[Playground]:
    more = {
        "STUDIO_LOCAL": "0",
        "STUDIO_SECRET_KEY": "a key for this test only, as long as they are",
        "STUDIO_HOSTS": "studio.example",
        **variables,
    }
    with embedded(provider, folder, uvicorn, **more) as playground:
        yield playground


def ask(playground: Playground, path: str, **headers: str) -> httpx.Response:
    return httpx.get(playground.url + path, headers={**HEADERS, **headers}, timeout=60)


@pytest.fixture(scope="module")
def without_redis(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    folder = tmp_path_factory.mktemp("hosted")
    with hosted(provider, folder, STUDIO_REDIS_URL=NOBODY, STUDIO_METRICS_TOKEN=TOKEN) as running:
        yield running


class TestWithoutRedis:
    def test_a_server_is_not_ready_and_says_why(self, without_redis: Playground) -> None:
        answer = ask(without_redis, "/health/ready")
        assert answer.status_code == 503
        checks = {"database": "ok", "live_log": "Redis does not answer."}
        assert answer.json() == {"status": "degraded", "checks": checks}

    def test_it_is_alive(self, without_redis: Playground) -> None:
        answer = ask(without_redis, "/health/live")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})

    @pytest.mark.parametrize("sent", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}])
    def test_it_tells_nobody_its_figures_without_the_token(
        self, without_redis: Playground, sent: dict[str, str]
    ) -> None:
        answer = ask(without_redis, "/metrics", **sent)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorized")
        assert "studio_" not in answer.text

    def test_it_tells_its_figures_to_whoever_has_the_token(self, without_redis: Playground) -> None:
        answer = ask(without_redis, "/metrics", Authorization=f"Bearer {TOKEN}")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        assert 'studio_open_runs{state="running"} 0.0' in answer.text
        assert "studio_viewers 0.0" in answer.text


def test_without_a_token_of_its_own_a_server_tells_nobody_its_figures(
    provider: FakeProvider, tmp_path: Path
) -> None:
    with hosted(provider, tmp_path) as playground:
        for sent in ({}, {"Authorization": "Bearer None"}):
            assert ask(playground, "/metrics", **sent).status_code == 401
        assert ask(playground, "/health/ready").json()["status"] == "ok"


def test_a_server_whose_database_is_gone_is_alive_but_not_ready_until_it_is_back(
    provider: FakeProvider, tmp_path: Path
) -> None:
    with postgres_url() as there, relay(urlsplit(there).port or 5432) as cable:
        place = urlsplit(there)
        address = place._replace(netloc=f"{place.username}@127.0.0.1:{cable.port}").geturl()
        with hosted(provider, tmp_path, STUDIO_DATABASE_URL=address) as playground:
            assert ask(playground, "/health/ready").status_code == 200
            cable.cut()
            answer = ask(playground, "/health/ready")
            assert answer.status_code == 503
            checks = {"database": "The database does not answer.", "live_log": "ok"}
            assert answer.json() == {"status": "degraded", "checks": checks}
            assert ask(playground, "/health/live").status_code == 200
            cable.mend()
            deadline = time.monotonic() + 60
            while ask(playground, "/health/ready").status_code != 200:
                assert time.monotonic() < deadline, playground.log
                time.sleep(0.5)
