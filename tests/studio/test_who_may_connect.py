"""Who may connect: this machine only in local mode, and no page of another site ever."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.studio_server import PATIENCE, ROOT, free_port, wait_until_listening

DEMO = {"text": "kind: Agent\n"}
CHECK = "/api/manifests/check"


@pytest.fixture(scope="module")
def behind_a_proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A studio in local mode that is told each peer's address by a header, to have peers elsewhere."""
    port = free_port()
    database = tmp_path_factory.mktemp("studio") / "studio.sqlite3"
    variables = {**os.environ, "STUDIO_DATABASE": str(database)}
    subprocess.run([sys.executable, "manage.py", "migrate"], cwd=ROOT, env=variables, check=True)
    command = [sys.executable, "-m", "daphne", "--proxy-headers", "-p", str(port), "studio.asgi:application"]
    process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.DEVNULL, text=True)
    try:
        wait_until_listening(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def closing_of(url: str, headers: dict[str, str]) -> int:
    """The code with which a socket is closed after it was accepted."""
    place = urlsplit(url)
    others = dict(headers)
    name = others.pop("Host", place.netloc)
    peer = socket.create_connection((place.hostname or "", place.port or 0))
    opened = connect(f"ws://{name}/nowhere", sock=peer, additional_headers=others, proxy=None)
    with opened as connection, pytest.raises(ConnectionClosed) as closed:
        connection.recv(timeout=PATIENCE)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


@pytest.mark.parametrize("peer", ["203.0.113.9", "192.168.0.2", "::ffff:10.0.0.1", "fe80::1", "unknown"])
def test_in_local_mode_other_machines_are_refused(behind_a_proxy: str, peer: str) -> None:
    refused = httpx.get(behind_a_proxy, headers={"X-Forwarded-For": peer})
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "local_only"
    assert closing_of(behind_a_proxy, {"X-Forwarded-For": peer}) == 4403


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_in_local_mode_this_machine_is_served_under_each_of_its_addresses(
    behind_a_proxy: str, peer: str
) -> None:
    assert httpx.get(f"{behind_a_proxy}/api/options", headers={"X-Forwarded-For": peer}).status_code == 200
    assert closing_of(behind_a_proxy, {"X-Forwarded-For": peer}) == 4404


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_pages_of_other_sites_command_nothing(
    client: httpx.Client, studio_url: str, headers: dict[str, str]
) -> None:
    as_a_form = {**headers, "Content-Type": "text/plain"}
    refused = client.post(CHECK, content=b'{"text": ""}', headers=as_a_form)
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "foreign_origin"
    assert closing_of(studio_url, headers) == 4403


def test_our_own_page_and_programs_may(client: httpx.Client, studio_url: str) -> None:
    own = {"Origin": studio_url, "Sec-Fetch-Site": "same-origin"}
    assert client.post(CHECK, json=DEMO, headers=own).status_code == 200
    assert client.post(CHECK, json=DEMO).status_code == 200
    assert closing_of(studio_url, own) == 4404
    assert closing_of(studio_url, {}) == 4404


def test_a_link_on_another_site_may_lead_here(client: httpx.Client) -> None:
    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_socket_under_a_name_that_is_not_ours_is_refused(studio_url: str) -> None:
    port = studio_url.rpartition(":")[2]
    foreign, own = (f"{name}:{port}" for name in ("evil.example", "localhost"))
    assert closing_of(studio_url, {"Host": foreign, "Origin": f"http://{foreign}"}) == 4403
    assert closing_of(studio_url, {"Host": own, "Origin": f"http://{own}"}) == 4404
