"""Which error of errors.py a failure is: LangChain's, a provider's client's, or one that nobody foresaw."""

from __future__ import annotations

import logging
from traceback import walk_tb

from langchain_core import exceptions as langchain_errors
from pydantic import ValidationError

from .errors import AgentError, ProviderError, is_a, redact

logger = logging.getLogger(__name__)

# Providers' clients, whose error classes share no base, and LangChain's classes around them.
CLIENTS = frozenset({"openai", "anthropic", "google", "ollama"}) | frozenset(
    {"langchain_openai", "langchain_anthropic", "langchain_google_genai", "langchain_ollama"}
)
MAX_REASON = 300


def classify(error: BaseException) -> AgentError:
    """The error as its user should see it. What nobody foresaw is logged, and told without its text."""
    if isinstance(error, AgentError):
        return error
    found = _classify_provider_error(error)
    if found is not None:
        return found
    kind = type(error).__name__
    if kind == "GraphRecursionError":
        return AgentError(
            "The agent stopped: it took too many steps.", error_type="limit_reached", status=429
        )
    if kind == "PIIDetectionError":
        what = getattr(error, "pii_type", "personal data")
        return AgentError(f"Not sent: the message holds {what}.", error_type="pii_blocked", status=422)
    logger.error("Unexpected %s", kind, exc_info=error)
    return AgentError("The agent failed unexpectedly. The server's log says more.")


def _classify_provider_error(error: BaseException) -> ProviderError | None:
    status = getattr(error, "status_code", None) or getattr(error, "code", None)
    status = status if isinstance(status, int) else None
    if isinstance(error, langchain_errors.ContextOverflowError):
        return ProviderError("The conversation is too long for the model.", status=422)
    if isinstance(error, langchain_errors.ModelRateLimitError) or status == 429:
        message = "The model provider says: too many requests, or the quota is used up (429)."
        return ProviderError(message, error_type="rate_limited", status=429)
    if isinstance(error, langchain_errors.ModelAuthenticationError) or status == 401:
        return ProviderError("The model provider did not accept the API key (401).")
    if isinstance(error, langchain_errors.ModelPermissionDeniedError) or status == 403:
        return ProviderError("The API key may not use this model (403).")
    if isinstance(error, langchain_errors.ModelNotFoundError) or status == 404:
        return ProviderError("The model provider does not know this model (404).")
    if is_a(error, "ModelTimeoutError", "TimeoutException", "TimeoutError", "APITimeoutError"):
        return ProviderError("The model provider took too long to answer.", error_type="timeout", status=504)
    if status is not None and status >= 400:
        return ProviderError(f"The model provider failed ({status}).")
    if is_a(error, "ModelConnectionError", "TransportError", "ConnectionError", "APIConnectionError"):
        return ProviderError("The connection to the model provider failed.")
    if isinstance(error, langchain_errors.ModelError) or _package(type(error).__module__) in CLIENTS:
        return ProviderError("The model provider reported an error.")
    return _classify_refusal(error)


def _classify_refusal(error: BaseException) -> ProviderError | None:
    """A chat model's own class refuses what it was given (a setting that its model does not take)."""
    if not isinstance(error, ValueError | TypeError | NotImplementedError):
        return None
    if isinstance(error, ValidationError):
        if not error.title.startswith("Chat"):
            return None
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    else:
        frames = [frame.f_globals.get("__name__", "") for frame, _ in walk_tb(error.__traceback__)]
        if not frames or _package(frames[-1]) not in CLIENTS:
            return None
        reason = str(error)
    message = f"The chat model does not take its settings: {redact(reason)[:MAX_REASON]}"
    return ProviderError(message, error_type="bad_setting", status=503)


def _package(module: str) -> str:
    return module.partition(".")[0]
