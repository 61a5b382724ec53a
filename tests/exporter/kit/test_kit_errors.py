"""errors.py and tool_errors.py of the kit."""

from __future__ import annotations

import httpx
import openai
import pytest

from exporter.kit.errors import AgentError, classify, redact
from exporter.kit.tool_errors import explain_tool_error

REQUEST = httpx.Request("POST", "https://api.example/v1")


def status_error(status: int) -> openai.APIStatusError:
    response = httpx.Response(status, request=REQUEST)
    return openai.APIStatusError("sk-secretsecretsecret in the body", response=response, body={"secret": "x"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "error_type", "status"),
    [
        (status_error(401), "provider_error", 502),
        (status_error(403), "provider_error", 502),
        (status_error(404), "provider_error", 502),
        (status_error(429), "rate_limited", 429),
        (status_error(503), "provider_error", 502),
        (httpx.ReadTimeout("slow"), "timeout", 504),
        (TimeoutError(), "timeout", 504),
        (httpx.RemoteProtocolError("peer closed"), "provider_error", 502),
        (ConnectionResetError(), "provider_error", 502),
        (ZeroDivisionError("sk-secretsecretsecret"), "internal_error", 500),
        (AgentError("known", error_type="mine", status=418), "mine", 418),
    ],
)
def test_every_failure_has_a_type_a_status_and_words_without_secrets(
    error: Exception, error_type: str, status: int
) -> None:
    known = classify(error)
    assert (known.error_type, known.status) == (error_type, status)
    assert known.message.endswith((".", "known"))
    assert "secret" not in known.message


def test_what_looks_like_a_credential_is_not_repeated() -> None:
    text = "sk-proj-abcdefghijklmnop Bearer abc.def redis://user:hunter2@host"
    for secret in ("abcdefghijklmnop", "abc.def", "hunter2"):
        assert secret not in redact(text)
    assert redact("the task is risky-business") == "the task is risky-business"


def test_a_tool_that_failed_is_explained_in_one_sentence() -> None:
    assert explain_tool_error(NotImplementedError("Not written."), 1) == ("Not written.", "not_implemented")
    assert explain_tool_error(TimeoutError(), 2.5) == ("The tool did not answer within 2.5 s.", "timeout")
    assert explain_tool_error(KeyError("x"), 1) == ("KeyError: 'x'", "tool_failed")
    message, _ = explain_tool_error(ValueError("y" * 9_000), 1)
    assert len(message) <= 500
