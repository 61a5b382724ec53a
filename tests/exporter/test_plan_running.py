"""Limits, memory, personal data: how an agent runs, wherever the manifest says it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from exporter.agent_plan import EnvRef, LimitsPlan, MemoryPlan, PiiRule, RetryPlan
from exporter.options import ExportOptions
from exporter.plan import plan_agent


def limits(langchain: dict[str, Any] | None = None, **spec: Any) -> LimitsPlan:
    return plan_agent({"spec": spec, "extensions": {"langchain": langchain or {}}})[0].limits


def memory(memory: str = "auto", **document: Any) -> MemoryPlan:
    return plan_agent(document, ExportOptions(memory=memory))[0].memory  # type: ignore[arg-type]


def pii(**spec: Any) -> set[tuple[str, str]]:
    return {(rule.kind, rule.action) for rule in plan_agent({"spec": spec})[0].pii}


def test_without_a_word_about_it_a_run_is_still_bounded() -> None:
    plan = limits()
    assert plan == LimitsPlan()
    assert plan.max_model_calls and plan.run_timeout


def test_the_tightest_of_several_bounds_counts() -> None:
    plan = limits(
        {"agent_config": {"max_iterations": 9}, "runnable_config": {"recursion_limit": 100}},
        lifecycle={"max_turns": 12},
        safety={"guardrails": {"max_execution_time_seconds": 300, "max_tool_calls": 7}},
        constraints={"performance": {"timeoutSeconds": 40}, "timeout_seconds": "2m"},
    )
    assert (plan.max_model_calls, plan.max_tool_calls, plan.run_timeout) == (9, 7, 40)


def test_a_recursion_limit_counts_two_steps_for_each_model_request() -> None:
    assert limits({"runnable_config": {"recursion_limit": 25}}).max_model_calls == 13


def test_budgets_are_exact_decimals() -> None:
    plan = limits(
        llm={"cost_tracking": {"budget_limit_usd": 0.1, "budget_alert_threshold": "0.07"}},
        constraints={"cost": {"maxCostPerDay": 1.15, "maxTokensPerDay": 500, "maxTokensPerRequest": 50}},
    )
    assert plan.budget == Decimal("0.1")
    assert plan.budget_alert == Decimal("0.07")
    assert plan.budget_per_day == Decimal("1.15")
    assert (plan.max_tokens_per_day, plan.max_tokens_per_request) == (500, 50)


def test_a_budget_of_zero_is_a_budget() -> None:
    assert limits(llm={"cost_tracking": {"budget_limit_usd": 0}}).budget == Decimal(0)


def test_a_budget_that_is_switched_off_is_none() -> None:
    assert limits(llm={"cost_tracking": {"enabled": False, "budget_limit_usd": 5}}).budget is None


def test_another_currency_is_not_taken_for_dollars() -> None:
    assert limits(constraints={"cost": {"maxCostPerDay": 5, "currency": "EUR"}}).budget_per_day is None


@pytest.mark.parametrize("value", [-1, "much", float("nan"), float("inf"), True, [], {}])
def test_a_budget_that_is_no_amount_is_left_out(value: object) -> None:
    assert limits(llm={"cost_tracking": {"budget_limit_usd": value}}).budget is None


def test_retries_are_read_in_milliseconds() -> None:
    config = {"max_attempts": 5, "backoff_strategy": "linear", "initial_delay_ms": 250, "max_delay_ms": 2000}
    assert limits(llm={"retry_config": config}).retry == RetryPlan(5, "linear", 0.25, 2.0)


def test_retries_can_be_one_attempt_and_never_more_than_ten() -> None:
    assert limits(llm={"retry_config": {"max_attempts": 1}}).retry.attempts == 1
    assert limits(llm={"retry_config": {"max_attempts": 99}}).retry.attempts == 10


@pytest.mark.parametrize(
    ("document", "backend"),
    [
        ({}, "memory"),
        ({"spec": {"memory": {"enabled": False, "type": "redis"}}}, "none"),
        ({"spec": {"memory": {"type": "conversation_buffer"}}}, "memory"),
        ({"spec": {"memory": {"type": "redis"}}}, "redis"),
        ({"spec": {"memory": {"type": "buffer", "persistence": {"backend": "redis"}}}}, "redis"),
        (
            {"spec": {"memory": {"type": "buffer", "persistence": {"enabled": False, "backend": "redis"}}}},
            "memory",
        ),
        ({"spec": {"memory": {"type": "vector_store"}}}, "memory"),
        ({"spec": {"state": {"storage": {"type": "kv", "config": {"provider": "redis"}}}}}, "redis"),
        ({"spec": {"state": {"storage": {"type": "rdbms"}}}}, "postgres"),
        ({"spec": {"state": {"persistence": "postgresql"}}}, "postgres"),
        ({"spec": {"state": {"mode": "stateless"}}}, "none"),
        ({"extensions": {"langgraph": {"checkpointer": {"type": "sqlite"}}}}, "sqlite"),
        ({"extensions": {"langchain": {"memory_type": "none"}}}, "none"),
        ({"extensions": {"langchain": {"memory_type": "conversation_buffer"}}}, "memory"),
        ({"spec": {"memory": {"type": "${MEMORY:-sqlite}"}}}, "sqlite"),
    ],
)
def test_the_backend_is_found_wherever_manifests_name_it(document: dict[str, Any], backend: str) -> None:
    assert memory(**document).backend == backend


def test_the_option_counts_more_than_the_manifest() -> None:
    assert memory("sqlite", spec={"memory": {"type": "redis"}}).backend == "sqlite"
    assert memory("redis", spec={"memory": {"enabled": False}}).backend == "redis"


def test_a_window_of_exchanges_is_twice_as_many_messages() -> None:
    assert memory(spec={"memory": {"type": "conversation_buffer", "window_size": 5}}).window_messages == 10
    window = {"context_window": {"max_messages": 7, "max_tokens": 900, "strategy": "summarization"}}
    plan = memory(spec={"state": window})
    assert (plan.window_messages, plan.max_tokens, plan.strategy) == (7, 900, "summary")


def test_a_window_of_zero_remembers_nothing_and_is_not_the_default() -> None:
    assert memory(spec={"memory": {"type": "redis", "window_size": 0}}).backend == "none"


@pytest.mark.parametrize("kind", ["summary_memory", "conversation_summary", "summary"])
def test_a_summary_is_a_summary_under_each_of_its_names(kind: str) -> None:
    assert memory(spec={"memory": {"type": kind}}).strategy == "summary"


@pytest.mark.parametrize(
    ("spec", "url"),
    [
        (
            {
                "memory": {
                    "type": "redis",
                    "config": {"host": "${H:cache}", "port": "${P:6380}", "session_ttl": 60},
                }
            },
            EnvRef("REDIS_URL", "redis://cache:6380/0"),
        ),
        (
            {"state": {"storage": {"config": {"provider": "redis", "endpoint": "${MY_REDIS:-redis://r:1}"}}}},
            EnvRef("MY_REDIS", "redis://r:1"),
        ),
        (
            {
                "memory": {
                    "persistence": {"backend": "postgres", "connection": {"url": "postgres://db/agent"}}
                }
            },
            EnvRef("POSTGRES_URL", "postgres://db/agent"),
        ),
        (
            {
                "memory": {
                    "persistence": {"backend": "postgres", "connection": {"url": "postgres://u:pw@db/a"}}
                }
            },
            EnvRef("POSTGRES_URL", "postgresql://localhost:5432/agent"),
        ),
        (
            {"memory": {"type": "redis", "config": {"host": "a/b"}}},
            EnvRef("REDIS_URL", "redis://localhost:6379/0"),
        ),
    ],
)
def test_the_store_is_found_through_the_environment(spec: dict[str, Any], url: EnvRef) -> None:
    assert memory(spec=spec).url == url


def test_conversations_are_forgotten_after_their_time() -> None:
    assert memory(spec={"memory": {"type": "redis", "persistence": {"ttl": 86400}}}).ttl_seconds == 86400
    assert memory(spec={"state": {"storage": {"type": "kv", "retention": "7d"}}}).ttl_seconds == 604800


def test_personal_data_is_treated_as_the_manifest_says() -> None:
    assert pii(
        safety={"pii_detection": {"enabled": True, "types": ["email", "api_key"], "action": "block"}}
    ) == {
        ("email", "block"),
        ("api_key", "block"),
    }
    assert pii(compliance={"pii_handling": "redact"}) >= {("email", "redact"), ("credit_card", "redact")}
    assert pii(safety={"content_filtering": {"categories": ["pii"], "action": "warn"}}) >= {("email", "warn")}
    assert pii(safety={"input_filters": [{"type": "pii_detection", "action": "reject"}]}) >= {
        ("email", "block")
    }


def test_personal_data_is_left_alone_where_that_is_switched_off() -> None:
    assert pii(safety={"pii_detection": {"enabled": False, "types": ["email"]}}) == set()
    assert pii() == set()


def test_the_first_word_about_a_kind_of_data_counts() -> None:
    spec = {
        "safety": {
            "pii_detection": {"types": ["email"], "action": "redact"},
            "guardrails": {"pii_detection": {"categories": ["email", "phone"], "action": "block"}},
        }
    }
    assert plan_agent({"spec": spec})[0].pii == (PiiRule("email", "redact"), PiiRule("phone", "block"))
