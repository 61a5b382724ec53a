"""What errors.py, failures.py and tool_calls.py of the kit say of a failure."""

from __future__ import annotations

from types import ModuleType

import httpx
import httpx2
import openai
import pytest
from langchain_anthropic import ChatAnthropic
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from exporter.kit.errors import AgentError, redact
from exporter.kit.failures import classify
from exporter.kit.retries import is_retryable
from exporter.kit.tool_calls import explain_tool_error

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


def test_a_setting_that_the_model_does_not_take_is_a_clear_sentence() -> None:
    model = ChatAnthropic(
        model_name="claude-sonnet-5-5",
        api_key=SecretStr("sk-ant-x"),
        max_tokens_to_sample=5,
        top_p=0.5,
        timeout=1,
        stop=None,
    )
    with pytest.raises(ValueError, match="top_p") as refused:
        model.invoke("hi")
    known = classify(refused.value)
    assert (known.error_type, known.status) == ("bad_setting", 503)
    assert "`top_p` is not supported for claude-sonnet-5-5" in known.message


def test_a_setting_of_the_wrong_kind_is_named_without_its_value() -> None:
    with pytest.raises(ValueError, match="temperature") as refused:
        ChatOpenAI(model="gpt-4o", api_key=SecretStr("sk-x"), temperature="hot-secret")  # type: ignore[arg-type]
    known = classify(refused.value)
    assert known.error_type == "bad_setting" and "temperature" in known.message
    assert "hot-secret" not in known.message


def test_a_value_error_of_our_own_is_not_the_models() -> None:
    with pytest.raises(ValueError, match="invalid literal") as ours:
        int("secret")
    assert classify(ours.value).error_type == "internal_error"


@pytest.mark.parametrize("library", [httpx, httpx2])
def test_a_broken_connection_is_tried_again_whatever_library_made_it(library: ModuleType) -> None:
    assert is_retryable(library.ConnectError("refused"))
    assert is_retryable(library.ReadTimeout("slow"))
    assert not is_retryable(library.InvalidURL("no"))
