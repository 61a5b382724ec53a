"""The server: what it offers, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import yaml
from fastapi.testclient import TestClient

import server


def test_the_server_is_alive(client: TestClient) -> None:
    assert client.get("/health").json()["status"] == "ok"


def test_openapi_yaml_says_what_the_server_offers(client: TestClient) -> None:
    written = yaml.safe_load(Path(server.__file__).with_name("openapi.yaml").read_text(encoding="utf-8"))
    assert written == client.get("/openapi.json").json()


def test_an_empty_message_is_refused_with_a_reason(client: TestClient) -> None:
    answer = client.post("/chat", json={"message": ""})
    assert answer.status_code == 422
    assert answer.json()["error"]["message"]


def test_another_site_cannot_start_a_run(client: TestClient) -> None:
    headers = {"Origin": "https://another-site.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post("/chat", json={"message": "Hi"}, headers=headers).status_code == 403
