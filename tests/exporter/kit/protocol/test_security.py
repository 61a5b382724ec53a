"""Who may command the server: the API key, other sites, the rate limit."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect

from tests.exporter.kit.protocol.served import ServedAgent
from tests.exporter.kit.protocol.streams import all_events
from tests.exporter.kit.protocol.test_websocket import close_code, hear
from tests.fakes import FakeProvider

KEY = "correct horse battery staple"
COMMANDS = (
    ("POST", "/chat"),
    ("POST", "/chat/stream"),
    ("GET", "/chat/stream?message=hi"),
    ("POST", "/chat/runs/x/cancel"),
    ("POST", "/chat/runs/x/tools/y"),
    ("POST", "/cost-summary/reset"),
    ("DELETE", "/sessions/x"),
    ("POST", "/v1/chat/completions"),
)
FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)


@pytest.fixture(scope="module")
def locked(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedAgent]:
    """A server with a key, and one other origin allowed."""
    data: Path = tmp_path_factory.mktemp("locked")
    server = ServedAgent(
        provider.openai_url, data, API_KEY=KEY, TEST_ORIGINS="https://friend.example"
    ).start()
    yield server
    server.end()


@pytest.fixture
async def visitor(locked: ServedAgent) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=locked.base_url, timeout=30) as client:
        yield client


@pytest.mark.parametrize("headers", FOREIGN)
async def test_other_sites_command_nothing(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    for method, path in COMMANDS:
        answer = await client.request(method, path, headers=headers, json={"message": "hi"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "foreign_origin"), path


async def test_other_sites_may_read_nothing_either_without_cors(client: httpx.AsyncClient) -> None:
    answer = await client.get("/cost-summary", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("extra", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}])
async def test_its_own_pages_and_plain_clients_pass(
    client: httpx.AsyncClient, base_url: str, message: str, extra: dict[str, str]
) -> None:
    headers = {"Origin": base_url, **extra} if extra else {}
    assert (await client.post("/chat", json={"message": message}, headers=headers)).status_code == 200


async def test_the_key_is_needed_everywhere_but_for_health(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get("/health")).status_code == 200
    for method, path in (
        *COMMANDS,
        ("GET", "/sessions"),
        ("GET", "/cost-summary"),
        ("GET", "/docs"),
        ("GET", "/x"),
    ):
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": KEY}):
            answer = await visitor.request(method, path, headers=headers)
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorized"), path
    answer = await visitor.get("/sessions", headers={"Authorization": f"Bearer {KEY}"})
    assert answer.status_code == 200


async def test_browsers_get_an_http_only_cookie_for_the_key(
    visitor: httpx.AsyncClient, locked: ServedAgent, message: str
) -> None:
    assert (await visitor.post("/auth", headers={"Authorization": "Bearer wrong"})).status_code == 401
    answer = await visitor.post("/auth", headers={"Authorization": f"Bearer {KEY}"})
    assert answer.status_code == 204
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and KEY not in cookie
    async with visitor.stream("GET", "/chat/stream", params={"message": message}) as response:
        assert (await all_events(response))[-1]["type"] == "done"
    name, _, value = cookie.partition(";")[0].partition("=")
    url = locked.base_url.replace("http", "ws") + "/chat/ws"
    async with connect(url, additional_headers={"Cookie": f"{name}={value}"}) as socket:
        assert (await hear(socket))["type"] == "connected"
    forged = f"{int(value.partition('.')[0]) + 1}.{value.partition('.')[2]}"
    answer = await httpx.AsyncClient(base_url=locked.base_url).get("/sessions", cookies={name: forged})
    assert answer.status_code == 401


async def test_a_socket_without_the_key_is_closed_with_4401(locked: ServedAgent) -> None:
    async with connect(locked.base_url.replace("http", "ws") + "/chat/ws") as socket:
        assert await close_code(socket) == 4401


async def test_an_origin_that_cors_allows_may_do_everything(visitor: httpx.AsyncClient, message: str) -> None:
    headers = {"Origin": "https://friend.example", "Sec-Fetch-Site": "cross-site"}
    asked = {
        **headers,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    preflight = await visitor.options("/chat", headers=asked)
    assert preflight.headers["access-control-allow-origin"] == "https://friend.example"
    answer = await visitor.post(
        "/chat", json={"message": message}, headers={**headers, "Authorization": f"Bearer {KEY}"}
    )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "https://friend.example"
    answer = await visitor.options("/chat", headers={**asked, "Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


async def test_the_rate_limit_says_429_and_when_to_come_back_but_never_hinders_a_cancel(
    start_server: Callable[..., ServedAgent], message: str
) -> None:
    server = start_server(TEST_RATE="6", TEST_BURST="3")
    async with httpx.AsyncClient(base_url=server.base_url, timeout=30) as client:
        answers = [await client.post("/chat", json={"message": message}) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert answers[-1].json()["error"]["code"] == "too_many_requests"
        assert 0 < int(answers[-1].headers["retry-after"]) <= 10
        run_id = answers[0].json()["run_id"]
        assert (await client.post(f"/chat/runs/{run_id}/cancel")).status_code == 202
        assert (await client.get("/health")).status_code == 200
    async with connect(server.base_url.replace("http", "ws") + "/chat/ws") as socket:
        assert await close_code(socket) == 4429


async def test_messages_on_an_open_socket_are_counted_too(start_server: Callable[..., ServedAgent]) -> None:
    server = start_server(TEST_RATE="6", TEST_BURST="2")
    async with connect(server.base_url.replace("http", "ws") + "/chat/ws") as socket:
        await hear(socket)
        for _ in range(2):
            await socket.send(json.dumps({"type": "message", "message": "hi", "on_busy": "enqueue"}))
        while (event := await hear(socket))["type"] != "error":
            pass
        assert event["error_type"] == "too_many_requests"
        assert await close_code(socket) == 4429


async def test_a_name_led_to_this_machine_is_refused(client: httpx.AsyncClient) -> None:
    rebound = {"Host": "evil.example:8000", "Origin": "http://evil.example:8000"}
    for method, path in (*COMMANDS, ("GET", "/sessions"), ("GET", "/cost-summary"), ("GET", "/health")):
        answer = await client.request(method, path, headers=rebound, json={"message": "hi"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "foreign_host"), path


@pytest.mark.parametrize(
    "host", ["localhost:9", "LOCALHOST", "app.localhost", "127.0.0.1", "[::1]:80", "10.1.2.3"]
)
async def test_its_own_names_and_any_address_are_no_foreign_host(
    client: httpx.AsyncClient, host: str
) -> None:
    assert (await client.get("/sessions", headers={"Host": host})).status_code == 200


async def test_a_proxy_on_this_machine_may_use_the_names_that_are_listed(
    start_server: Callable[..., ServedAgent],
) -> None:
    server = start_server(ALLOWED_HOSTS="agent.example, other.example")
    async with httpx.AsyncClient(base_url=server.base_url) as client:
        for host, status in (("agent.example", 200), ("other.example:443", 200), ("third.example", 403)):
            assert (await client.get("/sessions", headers={"Host": host})).status_code == status


async def test_with_a_key_the_key_decides_and_not_the_name(visitor: httpx.AsyncClient) -> None:
    headers = {"Host": "agent.example", "Authorization": f"Bearer {KEY}"}
    assert (await visitor.get("/sessions", headers=headers)).status_code == 200
    assert (await visitor.get("/sessions", headers={"Host": "agent.example"})).status_code == 401


async def test_a_key_may_have_letters_of_any_language(start_server: Callable[..., ServedAgent]) -> None:
    server = start_server(API_KEY="Schlüssel")
    async with httpx.AsyncClient(base_url=server.base_url) as client:
        headers = [(b"Authorization", "Bearer Schlüssel".encode())]
        assert (await client.get("/sessions", headers=headers)).status_code == 200


async def test_all_of_a_servers_log_has_one_form(start_server: Callable[..., ServedAgent]) -> None:
    server = start_server(LOG_FORMAT="json")
    lines = server.log.splitlines()
    assert any("Started server process" in line for line in lines)
    assert [line for line in lines if not line.startswith("{")] == []


async def test_a_budget_that_cannot_be_kept_says_so(start_server: Callable[..., ServedAgent]) -> None:
    server = start_server(TEST_BUDGET="1.50", TEST_MODEL="model-without-a-price")
    async with httpx.AsyncClient(base_url=server.base_url) as client:
        health = (await client.get("/health")).json()
        assert "model-without-a-price" in health["warnings"][0]
        assert (await client.get("/cost-summary")).json()["priced"] is False
    assert "No price is known" in server.log
