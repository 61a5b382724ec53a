"""Personal data: redacted, blocked or noticed before it leaves for the provider."""

from __future__ import annotations

import logging

import pytest
from langchain_core.messages import HumanMessage

from exporter.kit.failures import classify
from exporter.kit.limits import Limits, create_middleware
from exporter.kit.pii import PiiAction, create_pii_middleware
from tests.exporter.kit.agents import calls, run_agent
from tests.fakes import FakeProvider, Reply

PERSONAL = {
    "email": "ann@example.com",
    "credit_card": "4111 1111 1111 1111",
    "ip": "192.168.7.9",
    "mac_address": "00:1A:2B:3C:4D:5E",
    "url": "https://example.com/me",
    "phone": "+41 44 668 18 00",
    "ssn": "078-05-1120",
    "api_key": "sk-proj-abcdefghijklmnopqrstuv",
    "private_key": "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----",
}


@pytest.mark.parametrize("kind", PERSONAL)
async def test_personal_data_is_redacted_before_it_leaves(provider: FakeProvider, kind: str) -> None:
    middleware = create_middleware(Limits(), pii=create_pii_middleware({kind: "redact"}))
    message = HumanMessage(f"Write to {PERSONAL[kind]} please.")
    run = await run_agent(provider, middleware, [message])
    assert provider.requests[0].text == f"Write to [REDACTED_{kind.upper()}] please."
    assert PERSONAL[kind] not in run.context[0].text


@pytest.mark.parametrize("kind", PERSONAL)
async def test_a_message_with_personal_data_is_blocked(provider: FakeProvider, kind: str) -> None:
    middleware = create_middleware(Limits(), pii=create_pii_middleware({kind: "block"}))
    with pytest.raises(Exception, match=kind) as blocked:
        await run_agent(provider, middleware, [HumanMessage(f"Write to {PERSONAL[kind]} please.")])
    assert classify(blocked.value).error_type == "pii_blocked"
    assert PERSONAL[kind] not in str(classify(blocked.value))
    assert provider.requests == []


async def test_a_warning_says_what_kind_and_not_what(
    provider: FakeProvider, caplog: pytest.LogCaptureFixture
) -> None:
    middleware = create_middleware(Limits(), pii=create_pii_middleware({"email": "warn", "phone": "warn"}))
    await run_agent(provider, middleware, [HumanMessage("ann@example.com, bob@example.com")])
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert warnings == ["A message holds personal data: email (2 times)"]
    assert "ann@example.com" in provider.requests[0].text


@pytest.mark.parametrize(("action", "sent"), [("redact", False), ("block", True)])
async def test_redacting_covers_what_tools_return(
    provider: FakeProvider, action: PiiAction, sent: bool
) -> None:
    provider.answer(calls("ann"), Reply(text="Done."))
    middleware = create_middleware(Limits(), pii=create_pii_middleware({"email": action}))
    await run_agent(provider, middleware)
    assert ("ann@example.com" in str(provider.requests[1].body["messages"])) is sent


@pytest.mark.parametrize(
    "text",
    [
        "In 2024-05-17 we sold 1234567890 pieces",
        "01.02.2024 12:30",
        "version 10.20.30.400",
        "1 234 567",
        "07-05-1120",
    ],
)
async def test_ordinary_numbers_are_no_personal_data(provider: FakeProvider, text: str) -> None:
    every: dict[str, PiiAction] = dict.fromkeys(PERSONAL, "block")
    del every["url"]  # LangChain's takes `10.20.30.400` and the like for an address
    await run_agent(
        provider, create_middleware(Limits(), pii=create_pii_middleware(every)), [HumanMessage(text)]
    )
    assert provider.requests[0].text == text


async def test_the_detectors_are_quick_on_hostile_text(provider: FakeProvider) -> None:
    every: dict[str, PiiAction] = dict.fromkeys(["phone", "ssn", "api_key", "private_key"], "redact")
    for piece in ("0" * 32_000, "+1 " * 10_000, "(0)" * 10_000, "-----BEGIN " * 3_000, "sk-" * 10_000):
        middleware = create_middleware(Limits(), pii=create_pii_middleware(every))
        await run_agent(provider, middleware, [HumanMessage(piece)])
