"""Retries, limits and budgets, wherever a manifest writes them → where a run stops by itself."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from exporter.agent_plan import LimitsPlan, RetryPlan

from .durations import seconds
from .place import Place

BACKOFFS = {
    "none": "none",
    "fixed": "none",
    "constant": "none",
    "linear": "linear",
    "exponential": "exponential",
}


def plan_limits(spec: Place, extensions: Place) -> LimitsPlan:
    """Where two sections bound the same thing, the tighter bound counts."""
    default = LimitsPlan()
    guardrails = spec.at("safety.guardrails")
    constraints = spec["constraints"]
    budget, alert = _budget(spec.at("llm.cost_tracking"))
    per_day = _in_dollars(constraints["cost"])
    tool_timeout = seconds(spec.first("tool_timeout", "constraints.tool_timeout"))
    return LimitsPlan(
        max_model_calls=_max_model_calls(spec, extensions) or default.max_model_calls,
        max_tool_calls=guardrails["max_tool_calls"].integer(),
        run_timeout=_run_timeout(spec) or default.run_timeout,
        tool_timeout=tool_timeout or default.tool_timeout,
        budget=budget,
        budget_per_day=per_day,
        max_tokens_per_day=_tightest(
            place.integer()
            for place in (
                constraints.at("cost.maxTokensPerDay"),
                constraints.at("rate_limits.tokens_per_day"),
            )
        ),
        max_tokens_per_request=constraints.at("cost.maxTokensPerRequest").integer(),
        budget_alert=alert,
        max_concurrent_runs=constraints.at("performance.maxConcurrentRequests").integer(),
        retry=_retry(spec.first("llm.retry_config", "llm.retry")),
    )


def _tightest(bounds: Iterable[int | None]) -> int | None:
    return min((bound for bound in bounds if bound is not None), default=None)


def _max_model_calls(spec: Place, extensions: Place) -> int | None:
    langchain = extensions["langchain"]
    steps = _tightest(
        (
            langchain.at("runnable_config.recursion_limit").integer(),
            extensions.at("langgraph.recursion_limit").integer(),
        )
    )
    return _tightest(
        (
            spec.at("lifecycle.max_turns").integer(),
            spec.at("constraints.max_turns").integer(),
            spec.at("completion.max_iterations").integer(),
            langchain.at("agent_config.max_iterations").integer(),
            # LangGraph counts its steps: one for the chat model, one for the tools it called.
            None if steps is None else (steps + 1) // 2,
        )
    )


def _run_timeout(spec: Place) -> float | None:
    places = (
        "safety.guardrails.max_execution_time_seconds",
        "constraints.performance.timeoutSeconds",
        "constraints.timeout_seconds",
        "constraints.execution_timeout",
        "completion.timeout_seconds",
    )
    bounds = [bound for place in places if (bound := seconds(spec.at(place))) is not None]
    return min(bounds, default=None)


def _budget(tracking: Place) -> tuple[Decimal | None, Decimal | None]:
    if tracking["enabled"].flag() is False:
        tracking.mark_below("metadata", "switched off")
        return None, None
    return tracking["budget_limit_usd"].decimal(), tracking["budget_alert_threshold"].decimal()


def _in_dollars(cost: Place) -> Decimal | None:
    place, currency = cost["maxCostPerDay"], cost["currency"]
    if not place.exists:
        return None
    if currency.exists and str(currency.value).strip().upper() != "USD":
        place.mark("unsupported", "costs are counted in USD, and this is another currency")
        return None
    currency.mark("honoured")
    return place.decimal()


def _retry(config: Place) -> RetryPlan:
    default = RetryPlan()
    if config["enabled"].flag() is False:
        config.mark_below("metadata", "switched off")
        return RetryPlan(attempts=1)
    attempts = config.first("max_attempts", "max_retries", "attempts").integer()
    if attempts is not None and attempts > 10:
        config.first("max_attempts", "max_retries", "attempts").mark("honoured", "at most 10")
        attempts = 10
    initial = config["initial_delay_ms"].number()
    longest = config["max_delay_ms"].number()
    initial_delay = default.initial_delay if initial is None else initial / 1000
    max_delay = default.max_delay if longest is None else longest / 1000
    return RetryPlan(
        attempts=attempts or default.attempts,
        backoff=config.first("backoff_strategy", "backoff").choice(BACKOFFS, "no strategy we know")
        or default.backoff,
        initial_delay=initial_delay,
        max_delay=max(initial_delay, max_delay),
    )
