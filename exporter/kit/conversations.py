"""What every conversation store keeps: the messages the model sees again, and the transcript people see.

Conversations are stored as plain messages, one row or value per session, and not as LangGraph checkpoints: a
checkpointer writes three snapshots a turn, and a window or a summary would then have to be taken out of them.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, Protocol, TypeVar
from urllib.parse import urlsplit

from langchain_core.messages import BaseMessage, messages_from_dict, messages_to_dict

from .errors import AgentError, redact

logger = logging.getLogger(__name__)

STORE_TIMEOUT = 3.0
TITLE_LENGTH = 80

T = TypeVar("T")


class MemoryUnavailableError(AgentError):
    """The conversation store does not answer; the message says which one and why, without credentials."""

    def __init__(self, message: str) -> None:
        super().__init__(message, error_type="memory_unavailable", status=503)


def utc_now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class TranscriptMessage:
    """One thing a person or the agent said. `state` is the run's: "done", "cancelled" or "error"."""

    role: Literal["user", "assistant"]
    text: str
    run_id: str
    state: str = "done"
    created_at: str = field(default_factory=utc_now)


@dataclass(frozen=True)
class Conversation:
    """One session: `context` goes to the model with the next message, `transcript` is all that was said."""

    context: list[BaseMessage] = field(default_factory=list)
    transcript: list[TranscriptMessage] = field(default_factory=list)


@dataclass(frozen=True)
class SessionInfo:
    """A line in the list of sessions. `title` is the start of the first message."""

    session_id: str
    title: str
    messages: int
    created_at: str
    updated_at: str


class ConversationStore(Protocol):
    """Every method answers or raises MemoryUnavailableError in a few seconds; `open` never raises."""

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def check(self) -> None: ...

    async def load(self, session_id: str) -> Conversation: ...

    async def save_turn(
        self, session_id: str, context: Sequence[BaseMessage], transcript: Sequence[TranscriptMessage]
    ) -> None: ...

    async def list_sessions(self) -> list[SessionInfo]: ...

    async def forget(self, session_id: str) -> bool: ...


async def open_or_warn(store: ConversationStore) -> None:
    """Try the store when the server starts. It starts anyway: each use tries again, and /health tells."""
    try:
        await store.check()
    except MemoryUnavailableError as error:
        logger.warning("%s", error)


def encode_context(context: Sequence[BaseMessage]) -> str:
    return json.dumps(messages_to_dict(context), separators=(",", ":"))


def decode_context(text: str) -> list[BaseMessage]:
    return messages_from_dict(json.loads(text))


def encode_message(message: TranscriptMessage) -> str:
    return json.dumps(asdict(message), separators=(",", ":"))


def decode_message(text: str) -> TranscriptMessage:
    return TranscriptMessage(**json.loads(text))


def title_of(transcript: Sequence[TranscriptMessage]) -> str:
    """The start of the first message, without what some databases refuse: NUL and halves of characters."""
    first = next((message.text for message in transcript if message.role == "user"), "")
    readable = first.replace("\0", " ").encode(errors="replace").decode()
    return " ".join(readable.split())[:TITLE_LENGTH]


def place_of(url: str) -> str:
    """Host, port and database of a store's address: what may be told and logged, unlike user and password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "an address that cannot be read"
    if not parts.scheme:
        return "an address that cannot be read"
    return f"{parts.hostname or 'localhost'}{f':{port}' if port else ''}{parts.path}"


def reason_of(error: BaseException) -> str:
    """The first line of a driver's error, without credentials."""
    lines = redact(str(error)).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__


async def answer_within(operation: Coroutine[Any, Any, T], timeout: float = STORE_TIMEOUT) -> T:  # noqa: ASYNC109
    """Its result, or TimeoutError after `timeout` seconds, without waiting for the cancelled rest to wind up.

    `asyncio.timeout` would wait: a driver that is cancelled while its server is silent may need seconds more.
    """
    task = asyncio.ensure_future(operation)
    try:
        done, _ = await asyncio.wait({task}, timeout=timeout)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if done:
        return task.result()
    task.cancel()
    task.add_done_callback(_forget_result)
    raise TimeoutError


def _forget_result(task: asyncio.Task[Any]) -> None:
    # Reading the exception keeps asyncio from logging it as lost; the caller already has a TimeoutError.
    if not task.cancelled():
        task.exception()
