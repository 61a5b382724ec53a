"""Where a run stops by itself, through LangChain's own middleware, and the order of all middleware."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from langchain.agents.middleware import (
    AgentMiddleware,
    ModelCallLimitMiddleware,
    ModelFallbackMiddleware,
    ToolCallLimitMiddleware,
)
from langchain.agents.middleware.model_call_limit import ModelCallLimitExceededError
from langchain.agents.middleware.tool_call_limit import ToolCallLimitExceededError
from langchain_core.language_models import BaseChatModel
from langgraph.runtime import Runtime

from .engine import StreamingMiddleware
from .errors import AgentError
from .retries import create_retry_middleware


@dataclass(frozen=True)
class Limits:
    """None means no limit. Money is USD; budgets are of all sessions together."""

    max_model_calls: int | None = 25
    max_tool_calls: int | None = None
    run_timeout: float | None = 600.0
    tool_timeout: float = 30.0
    budget: Decimal | None = None
    budget_per_day: Decimal | None = None
    max_tokens_per_day: int | None = None
    max_tokens_per_request: int | None = None
    budget_alert: Decimal | None = None
    max_concurrent_runs: int | None = None
    retry_attempts: int = 3
    retry_backoff: Literal["none", "linear", "exponential"] = "exponential"
    retry_initial_delay: float = 1.0
    retry_max_delay: float = 30.0


class LimitReachedError(AgentError):
    """The run used all the calls it may make."""

    def __init__(self, message: str) -> None:
        super().__init__(message, error_type="limit_reached", status=429)


class ModelCallLimit(ModelCallLimitMiddleware):
    """LangChain's limit, with an error that the user of the agent can read."""

    def before_model(self, state: Any, runtime: Runtime[Any]) -> dict[str, Any] | None:
        try:
            return super().before_model(state, runtime)
        except ModelCallLimitExceededError as error:
            message = f"The agent stopped after {self.run_limit} model requests, its limit for one message."
            raise LimitReachedError(message) from error


class ToolCallLimit(ToolCallLimitMiddleware):
    """LangChain's limit, with an error that the user of the agent can read."""

    def after_model(self, state: Any, runtime: Runtime[Any]) -> dict[str, Any] | None:
        try:
            return super().after_model(state, runtime)
        except ToolCallLimitExceededError as error:
            message = f"The agent stopped after {self.run_limit} tool calls, its limit for one message."
            raise LimitReachedError(message) from error


def create_middleware(
    limits: Limits,
    *,
    fallbacks: Sequence[BaseChatModel] = (),
    pii: Sequence[AgentMiddleware[Any, Any]] = (),
    summary: AgentMiddleware[Any, Any] | None = None,
) -> list[AgentMiddleware[Any, Any]]:
    """All middleware, outermost first: each fallback model has its own retries, streaming is innermost."""
    middleware: list[AgentMiddleware[Any, Any]] = []
    if limits.max_model_calls is not None:
        middleware.append(ModelCallLimit(run_limit=limits.max_model_calls, exit_behavior="error"))
    if limits.max_tool_calls is not None:
        middleware.append(ToolCallLimit(run_limit=limits.max_tool_calls, exit_behavior="error"))
    middleware += pii
    if summary is not None:
        middleware.append(summary)
    if fallbacks:
        middleware.append(ModelFallbackMiddleware(*fallbacks))
    if limits.retry_attempts > 1:
        middleware.append(
            create_retry_middleware(
                limits.retry_attempts,
                limits.retry_backoff,
                limits.retry_initial_delay,
                limits.retry_max_delay,
            )
        )
    middleware.append(StreamingMiddleware(tool_timeout=limits.tool_timeout))
    return middleware
