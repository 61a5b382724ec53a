"""What the model and the user are told when a tool fails."""

from __future__ import annotations

from .errors import AgentError, redact

MAX_LENGTH = 500


def explain_tool_error(error: Exception, timeout: float) -> tuple[str, str]:
    """A sentence and an error type."""
    if isinstance(error, AgentError):
        return error.message, error.error_type
    if isinstance(error, NotImplementedError):
        return str(error) or "This tool is not implemented.", "not_implemented"
    if isinstance(error, TimeoutError):
        return f"The tool did not answer within {timeout:g} s.", "timeout"
    text = redact(f"{type(error).__name__}: {error}")
    return text[:MAX_LENGTH], "tool_failed"
