"""What can go wrong with a request, in words for the user; runs that fail use the kit's errors."""

from __future__ import annotations

from exporter.kit.errors import AgentError


def not_found(what: str) -> AgentError:
    return AgentError(f"There is no such {what}.", error_type=f"no_such_{what}", status=404)


def not_signed_in() -> AgentError:
    return AgentError("Sign in first.", error_type="unauthorized", status=401)


def may_only_look() -> AgentError:
    message = "In this workspace you may look at agents and try them, not change them."
    return AgentError(message, error_type="role_too_low", status=403)


def not_your_session() -> AgentError:
    message = "This session is somebody else's: you may talk in it, not set it up or delete it."
    return AgentError(message, error_type="not_your_session", status=403)


def run_in_progress(run_id: str) -> AgentError:
    message = "A run is going on in this session."
    return AgentError(message, error_type="run_in_progress", status=409, run_id=run_id)


def too_many_waiting() -> AgentError:
    message = "Too many messages wait in this session."
    return AgentError(message, error_type="too_many_waiting", status=429)


def server_full(most: int, whose: str) -> AgentError:
    message = f"{most} runs are going on, as many as {whose} takes."
    return AgentError(message, error_type="server_full", status=503, retry_after=5)


def too_many_viewers(most: int) -> AgentError:
    message = f"{most} viewers are here, as many as this server takes."
    return AgentError(message, error_type="server_full", status=503, retry_after=5)


def stopping() -> AgentError:
    return AgentError("The server is stopping.", error_type="stopping", status=503, retry_after=5)


def not_exportable(problems: list[str]) -> AgentError:
    message = f"This agent cannot run yet: {problems[0]}" if problems else "This agent cannot run yet."
    return AgentError(message, error_type="not_exportable", status=422, problems=problems)


def not_waiting(call_id: str) -> AgentError:
    message = f'No tool waits for an answer to "{call_id}".'
    return AgentError(message, error_type="not_waiting", status=409)
