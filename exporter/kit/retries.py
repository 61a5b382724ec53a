"""Retries of a model request, through LangChain's own middleware, for failures that may pass."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Literal

from langchain.agents.middleware import ModelRequest, ModelResponse, ModelRetryMiddleware
from langchain_core.exceptions import ModelError
from langchain_core.messages import AIMessage

from .errors import is_a

Backoff = Literal["none", "linear", "exponential"]

RETRYABLE_STATUS = frozenset({408, 409, 429, 500, 502, 503, 504, 529})


class LinearRetryMiddleware(ModelRetryMiddleware[Any, Any]):
    """Waits 1, 2, 3 … times the first delay; LangChain's own waits the same again or a multiple of it."""

    async def awrap_model_call(
        self,
        request: ModelRequest[Any],
        handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any] | AIMessage:
        for attempt in range(1, self.max_retries + 1):
            try:
                return await handler(request)
            except Exception as error:
                if not is_retryable(error):
                    raise
            await asyncio.sleep(min(self.initial_delay * attempt, self.max_delay))
        return await handler(request)


def create_retry_middleware(
    attempts: int, backoff: Backoff, initial_delay: float, max_delay: float
) -> ModelRetryMiddleware[Any, Any]:
    """`attempts` counts the first one too. "none" waits the same time before each."""
    middleware = LinearRetryMiddleware if backoff == "linear" else ModelRetryMiddleware
    return middleware(
        max_retries=attempts - 1,
        retry_on=is_retryable,
        on_failure="error",
        backoff_factor=2.0 if backoff == "exponential" else 0.0,
        initial_delay=initial_delay,
        max_delay=max_delay,
    )


def is_retryable(error: Exception) -> bool:
    """Whether the same request may succeed a bit later: no connection, too many requests, a server's fault.

    A used-up quota also comes as 429 but does not pass by waiting. What no provider raises (a budget that is
    used up, an answer that broke off after its first token) is never tried again.
    """
    if getattr(error, "code", None) == "insufficient_quota":
        return False
    if isinstance(error, ModelError):
        return error.is_retryable
    status = getattr(error, "status_code", None) or getattr(error, "code", None)
    if isinstance(status, int):
        return status in RETRYABLE_STATUS
    return is_a(error, "TransportError", "ConnectionError", "TimeoutError")
