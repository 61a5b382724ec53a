"""What can go wrong, in words a user may read: no keys, no upstream bodies, one status and one type each."""

from __future__ import annotations

import re
from typing import Any

SECRET = re.compile(
    r"\b(?:sk|pk|rk|gsk|xai|key|lsv2|ghp|AIza)[-_][A-Za-z0-9_\-]{12,}|(?i:bearer)\s+\S+|//[^/\s:@]+:[^/\s@]+@"
)


class AgentError(Exception):
    """A run or a request cannot go on. The message is for the user; `details` go into the JSON answer."""

    def __init__(
        self, message: str, *, error_type: str = "internal_error", status: int = 500, **details: Any
    ) -> None:
        super().__init__(message)
        self.message = message
        self.error_type = error_type
        self.status = status
        self.details = details

    def as_dict(self) -> dict[str, Any]:
        return {"error": {"code": self.error_type, "message": self.message, **self.details}}


class ProviderError(AgentError):
    """The model provider refused or failed."""

    def __init__(self, message: str, *, error_type: str = "provider_error", status: int = 502) -> None:
        super().__init__(message, error_type=error_type, status=status)


class PartialAnswerError(ProviderError):
    """The provider failed after the first token: trying again would show text twice, so nobody does."""


class BudgetExceededError(AgentError):
    """Going on would pass a limit of money or tokens."""

    def __init__(self, message: str) -> None:
        super().__init__(message, error_type="budget_exceeded", status=402)


def redact(text: str) -> str:
    """The text without what looks like a key, a token or a password in an address."""
    return SECRET.sub("[redacted]", text)


def is_a(error: BaseException, *names: str) -> bool:
    """By name: each provider's client has its own HTTP library, httpx, httpx2 or another."""
    return any(kind.__name__ in names for kind in type(error).__mro__)
