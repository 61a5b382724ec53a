"""Conversations in this process: nothing to set up, and gone when it ends."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import BaseMessage

from .context_window import ContextWindow
from .conversations import Conversation, SessionInfo, TranscriptMessage, title_of, utc_now


@dataclass
class _Remembered:
    conversation: Conversation
    created_at: str
    updated_at: str
    expires: float


class MemoryConversations:
    """Keeps the `max_sessions` sessions used last, so that visitors cannot fill the memory."""

    def __init__(
        self,
        *,
        window: ContextWindow = ContextWindow(messages=50),  # noqa: B008 (frozen)
        ttl_seconds: int | None = None,
        max_sessions: int = 10_000,
    ) -> None:
        self._window = window
        self._ttl = float("inf") if ttl_seconds is None else float(ttl_seconds)
        self._max_sessions = max_sessions
        self._sessions: OrderedDict[str, _Remembered] = OrderedDict()

    async def open(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        self._sessions.clear()

    async def check(self) -> None:
        """Always there."""

    async def load(self, session_id: str) -> Conversation:
        found = self._find(session_id)
        if found is None:
            return Conversation()
        return Conversation(list(found.conversation.context), list(found.conversation.transcript))

    async def save_turn(
        self, session_id: str, context: Sequence[BaseMessage], transcript: Sequence[TranscriptMessage]
    ) -> None:
        now = utc_now()
        before = self._find(session_id)
        said = before.conversation.transcript if before else []
        self._sessions[session_id] = _Remembered(
            Conversation(self._window.apply(context), [*said, *transcript]),
            created_at=before.created_at if before else now,
            updated_at=now,
            expires=time.monotonic() + self._ttl,
        )
        self._sessions.move_to_end(session_id)
        while len(self._sessions) > self._max_sessions:
            self._sessions.popitem(last=False)

    async def list_sessions(self) -> list[SessionInfo]:
        sessions = [(name, found) for name in list(self._sessions) if (found := self._find(name))]
        return [
            SessionInfo(
                name,
                title_of(found.conversation.transcript),
                len(found.conversation.transcript),
                found.created_at,
                found.updated_at,
            )
            for name, found in reversed(sessions)
        ]

    async def forget(self, session_id: str) -> bool:
        known = self._find(session_id) is not None
        self._sessions.pop(session_id, None)
        return known

    def _find(self, session_id: str) -> _Remembered | None:
        found = self._sessions.get(session_id)
        if found is not None and found.expires <= time.monotonic():
            del self._sessions[session_id]
            return None
        return found
