"""Conversations over HTTP, health and documentation."""

from __future__ import annotations

import httpx

from tests.exporter.kit.protocol.streams import events, until
from tests.fakes import FakeProvider, Reply, words


async def test_a_session_remembers_what_was_said(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(f"{message} one", Reply(text="first answer"))
    provider.when(f"{message} two", Reply(text="second answer"))
    for which in ("one", "two"):
        await client.post("/chat", json={"message": f"{message} {which}", "session_id": session})
    [request] = [request for request in provider.requests if f"{message} two" in request.text]
    assert "first answer" in str(request.body["messages"])
    found = (await client.get(f"/sessions/{session}")).json()
    assert [(said["role"], said["text"]) for said in found["messages"]] == [
        ("user", f"{message} one"),
        ("assistant", "first answer"),
        ("user", f"{message} two"),
        ("assistant", "second answer"),
    ]
    listed = (await client.get("/sessions")).json()["sessions"]
    assert session in [line["session_id"] for line in listed]


async def test_forgetting_a_session_keeps_its_ledger(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    await client.post("/chat", json={"message": message, "session_id": session})
    costs = (await client.get("/cost-summary", params={"session_id": session})).json()
    assert (await client.delete(f"/sessions/{session}")).status_code == 204
    assert (await client.get(f"/sessions/{session}")).status_code == 404
    assert (await client.delete(f"/sessions/{session}")).status_code == 404
    assert (await client.get("/cost-summary", params={"session_id": session})).json() == costs
    provider.when(f"{message} again", words(1))
    await client.post("/chat", json={"message": f"{message} again", "session_id": session})
    [request] = [request for request in provider.requests if f"{message} again" in request.text]
    assert len(request.body["messages"]) == 2


async def test_a_cancelled_answer_is_remembered_as_far_as_it_went(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(f"{message} one", words(400, tokens_per_second=20))
    query = {"message": f"{message} one", "session_id": session}
    async with client.stream("GET", "/chat/stream", params=query) as response:
        stream = events(response)
        run_id = (await until(stream, "token"))[-1]["run_id"]
        await client.post(f"/chat/runs/{run_id}/cancel")
        result = (await until(stream, "cancelled"))[-1]["result"]
    said = (await client.get(f"/sessions/{session}")).json()["messages"]
    assert [(one["text"], one["state"]) for one in said][1] == (result, "cancelled")
    await client.post("/chat", json={"message": f"{message} two", "session_id": session})
    [request] = [request for request in provider.requests if f"{message} two" in request.text]
    assert [one["role"] for one in request.body["messages"]] == ["system", "user", "assistant", "user"]


async def test_the_system_prompt_is_shown_to_nobody(client: httpx.AsyncClient, message: str) -> None:
    async with client.stream("GET", "/chat/stream", params={"message": message}) as response:
        text = "\n".join([line async for line in response.aiter_lines()])
    assert "llm_start" in text and message in text
    assert "marzipan" not in text


async def test_health_says_what_it_checked(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["checks"]["conversations"] == "ok"


async def test_the_documentation_names_every_endpoint_of_the_protocol(client: httpx.AsyncClient) -> None:
    assert (await client.get("/docs")).status_code == 200
    paths = (await client.get("/openapi.json")).json()["paths"]
    for path, methods in {
        "/chat": {"post"},
        "/chat/stream": {"get", "post"},
        "/chat/runs/{run_id}/stream": {"get"},
        "/chat/runs/{run_id}/cancel": {"post"},
        "/chat/runs/{run_id}/tools/{call_id}": {"post"},
        "/cost-summary": {"get"},
        "/cost-summary/reset": {"post"},
        "/sessions": {"get"},
        "/sessions/{session_id}": {"get", "delete"},
        "/v1/chat/completions": {"post"},
        "/health": {"get"},
    }.items():
        assert methods == set(paths[path]), path
