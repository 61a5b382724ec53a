"""Text that every database takes: PostgreSQL refuses NUL, and none can encode half of a character pair."""

from __future__ import annotations

from exporter.kit.errors import AgentError

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def storable(text: str) -> str:
    """What a model or a tool said, with a mark in place of what cannot be kept."""
    return text.replace("\0", REPLACEMENT).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def check_storable(text: str, what: str) -> None:
    """For what a person sends: refused, so that nothing else than what was sent is answered."""
    if storable(text) != text:
        message = f"The {what} holds a NUL or half of a character, which cannot be kept: leave it out."
        raise AgentError(message, error_type="invalid_request", status=422)
