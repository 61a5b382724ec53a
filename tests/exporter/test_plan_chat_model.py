"""Which chat model an agent gets, and its fallbacks."""

from __future__ import annotations

from typing import Any

import pytest

from exporter.agent_plan import ChatModelPlan, EnvRef
from exporter.plan import plan_agent
from exporter.providers import PROVIDERS


def planned(llm: Any, **spec: Any) -> ChatModelPlan:
    return plan_agent({"metadata": {"name": "demo"}, "spec": {"llm": llm, **spec}})[0].chat_model


def fallbacks(llm: dict[str, Any]) -> list[tuple[str, str | EnvRef]]:
    plan = plan_agent({"spec": {"llm": llm}})[0]
    return [(fallback.provider, fallback.model) for fallback in plan.fallbacks]


def test_without_llm_the_default_provider_and_its_default_model_are_used() -> None:
    plan = plan_agent({"spec": {}})[0].chat_model
    assert (plan.provider, plan.model) == ("openai", PROVIDERS["openai"].default_model)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_is_taken_by_its_name(provider: str) -> None:
    assert planned({"provider": provider.upper(), "model": "some-model"}).provider == provider


@pytest.mark.parametrize(
    ("model", "provider"),
    [("claude-sonnet-4", "anthropic"), ("gpt-4o", "openai"), ("gemini-2.5-pro", "google"), ("own", "openai")],
)
def test_a_missing_provider_is_the_one_that_makes_the_model(model: str, provider: str) -> None:
    assert planned({"model": model}).provider == provider


def test_a_provider_nobody_knows_is_taken_for_an_openai_compatible_server() -> None:
    assert planned({"provider": "xyz", "model": "m"}).provider == "custom"


def test_an_address_without_a_provider_means_a_server_of_ones_own() -> None:
    plan = planned({"model": "m", "base_url": "https://llm.example.com/v1"})
    assert (plan.provider, plan.base_url) == ("custom", "https://llm.example.com/v1")


def test_a_provider_by_reference_is_decided_at_export_and_a_model_at_run_time() -> None:
    plan = planned({"provider": "${P:-anthropic}", "model": "${M:-claude-sonnet-4}"})
    assert plan.provider == "anthropic"
    assert plan.model == EnvRef("M", "claude-sonnet-4")


@pytest.mark.parametrize("key", ["maxTokens", "max_tokens", "max_output_tokens"])
def test_both_spellings_of_max_tokens_count(key: str) -> None:
    assert planned({"model": "gpt-4o", key: 321}).max_tokens == 321


@pytest.mark.parametrize("key", ["topP", "top_p"])
def test_both_spellings_of_top_p_count(key: str) -> None:
    assert planned({"model": "gpt-4o", key: 0.9}).top_p == 0.9


def test_numbers_may_wait_for_run_time() -> None:
    plan = planned({"model": "m", "temperature": "${T:-0.7}", "maxTokens": "${MAX:-100}", "topP": "${P}"})
    assert plan.temperature == EnvRef("T", "0.7")
    assert plan.max_tokens == EnvRef("MAX", "100")
    assert plan.top_p == EnvRef("P", None)


@pytest.mark.parametrize("default", ["abc", "9", "-1", "nan", "1e400"])
def test_a_default_that_is_no_such_number_is_left_out(default: str) -> None:
    assert planned({"model": "m", "temperature": f"${{T:-{default}}}"}).temperature == EnvRef("T", None)


@pytest.mark.parametrize("value", [3, -1, "warm", True, [], float("nan"), float("inf"), 10**400])
def test_a_temperature_no_provider_takes_is_left_out(value: object) -> None:
    assert planned({"model": "m", "temperature": value}).temperature is None


def test_zero_is_a_temperature() -> None:
    assert planned({"model": "m", "temperature": 0}).temperature == 0


def test_a_profile_fills_in_what_the_model_leaves_open() -> None:
    profiles = {"profiles": {"deep": {"maxTokens": 9000, "temperature": 0.1}, "fast": {"maxTokens": 10}}}
    plan = planned({"model": "m", "temperature": 0.5, "profile": "deep", "execution_profiles": profiles})
    assert (plan.max_tokens, plan.temperature) == (9000, 0.5)


@pytest.mark.parametrize(
    "url", ["ftp://x.example.com", "https://user:secret@x.example.com", "x", "https://a b"]
)
def test_an_address_that_cannot_be_used_is_left_to_the_environment(url: str) -> None:
    assert planned({"provider": "custom", "model": "m", "base_url": url}).base_url is None


def test_fallbacks_keep_their_order_and_the_first_models_habits() -> None:
    plan = plan_agent(
        {
            "spec": {
                "llm": {
                    "provider": "openai",
                    "model": "gpt-4o",
                    "temperature": 0.3,
                    "fallback_models": [
                        {"provider": "anthropic", "model": "claude-sonnet-4"},
                        {"provider": "${P:-google}", "model": "${M:-gemini-2.5-pro}", "temperature": 1},
                    ],
                }
            }
        }
    )[0]
    assert [fallback.provider for fallback in plan.fallbacks] == ["anthropic", "google"]
    assert [fallback.temperature for fallback in plan.fallbacks] == [0.3, 1]


def test_a_fallback_to_the_same_model_is_none() -> None:
    llm = {"provider": "openai", "model": "gpt-4o", "fallback": [{"provider": "openai", "model": "gpt-4o"}]}
    assert fallbacks(llm) == []


def test_the_timeout_of_a_turn_is_the_timeout_of_a_model_request() -> None:
    assert planned({"model": "m"}, lifecycle={"turn_timeout": "5m"}).request_timeout == 300
