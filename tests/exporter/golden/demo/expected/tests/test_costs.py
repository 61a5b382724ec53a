"""Costs are the provider's figures, per session, and a reset begins a new period."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.scripted_model import USAGE


def test_costs_are_counted_for_each_session(client: TestClient) -> None:
    answer = client.post("/chat", json={"message": "Hi", "session_id": "costs-1"}).json()
    summary = client.get("/cost-summary", params={"session_id": "costs-1"}).json()
    assert summary["prompt_tokens"] == USAGE["input_tokens"]
    assert summary["completion_tokens"] == USAGE["output_tokens"]
    assert summary["total_cost"] == answer["cost_summary"]["total_cost"]


def test_an_unknown_price_is_unknown_and_not_zero(client: TestClient) -> None:
    summary = client.post("/chat", json={"message": "Hi", "session_id": "costs-2"}).json()["cost_summary"]
    assert summary["total_cost"] is None if not summary["priced"] else summary["total_cost"] > 0


def test_a_reset_starts_from_zero(client: TestClient) -> None:
    client.post("/chat", json={"message": "Hi", "session_id": "costs-3"})
    client.post("/cost-summary/reset", params={"session_id": "costs-3"})
    summary = client.get("/cost-summary", params={"session_id": "costs-3"}).json()
    assert summary["total_tokens"] == 0
