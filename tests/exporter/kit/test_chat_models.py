"""Keys and numbers from the environment: used when they are right, a clear sentence when not."""

from __future__ import annotations

import pytest
from langchain_core.language_models import BaseChatModel, FakeListChatModel

from exporter.kit.chat_models import (
    BadSettingError,
    address_setting,
    number_setting,
    optional_secret,
    required_secret,
    usable_models,
    whole_number_setting,
)
from exporter.kit.credentials import MissingKeyError


def test_a_missing_key_is_one_sentence_that_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOME_KEY", raising=False)
    with pytest.raises(MissingKeyError) as missing:
        required_secret("SOME_KEY", "Some Provider")
    assert str(missing.value) == (
        'No key for Some Provider: "SOME_KEY" is not set.'
        " Set it to your Some Provider key, for example in the file .env."
    )
    assert (missing.value.error_type, missing.value.status) == ("missing_key", 503)


def test_a_key_is_not_shown_by_accident(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", " sk-very-secret ")
    secret = required_secret("SOME_KEY", "Some Provider")
    assert secret.get_secret_value() == "sk-very-secret"
    assert "very-secret" not in repr(secret)


def test_a_key_with_a_line_break_is_refused_without_being_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", "sk-very\nsecret")
    with pytest.raises(MissingKeyError) as refused:
        required_secret("SOME_KEY", "Some Provider")
    assert "very" not in str(refused.value)


def test_another_variable_may_hold_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOME_KEY", raising=False)
    monkeypatch.setenv("OTHER_KEY", "sk-other")
    assert required_secret("SOME_KEY", "Some Provider", "OTHER_KEY").get_secret_value() == "sk-other"


def test_a_key_that_may_be_missing_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOME_KEY", raising=False)
    assert optional_secret("SOME_KEY").get_secret_value()


@pytest.mark.parametrize(("text", "number"), [("0.5", 0.5), (" 2 ", 2.0), ("", 0.1)])
def test_a_number_is_read(monkeypatch: pytest.MonkeyPatch, text: str, number: float) -> None:
    monkeypatch.setenv("TEMPERATURE", text)
    assert number_setting("TEMPERATURE", 0.1) == number


def test_a_number_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMPERATURE", "warm")
    with pytest.raises(BadSettingError, match='"TEMPERATURE" has to be a number'):
        number_setting("TEMPERATURE")
    monkeypatch.setenv("MAX_TOKENS", "1.5")
    with pytest.raises(BadSettingError, match='"MAX_TOKENS" has to be a whole number'):
        whole_number_setting("MAX_TOKENS")
    monkeypatch.setenv("MAX_TOKENS", "4096")
    assert whole_number_setting("MAX_TOKENS") == 4096


def test_a_fallback_without_its_key_is_left_out_with_a_warning(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("SOME_KEY", raising=False)
    there = FakeListChatModel(responses=["hi"])

    def without_key() -> BaseChatModel:
        required_secret("SOME_KEY", "Some Provider")
        return there

    assert usable_models(without_key, lambda: there) == [there]
    [warning] = caplog.records
    assert warning.levelname == "WARNING" and "SOME_KEY" in warning.getMessage()


def test_the_first_address_that_is_set_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONE_URL", "")
    monkeypatch.delenv("OTHER_URL", raising=False)
    assert address_setting("ONE_URL", "OTHER_URL") is None
    monkeypatch.setenv("OTHER_URL", "http://gateway.example")
    assert address_setting("ONE_URL", "OTHER_URL") == "http://gateway.example"
