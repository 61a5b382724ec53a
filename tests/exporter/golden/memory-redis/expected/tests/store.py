"""Stands in for Redis, which the tests do without."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.messages import BaseMessage

from conversations import Conversation, SessionInfo, TranscriptMessage, title_of, utc_now


class DictConversations:
    """A store in a dict."""

    def __init__(self) -> None:
        self.sessions: dict[str, Conversation] = {}

    async def open(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def check(self) -> None:
        """Always there."""

    async def load(self, session_id: str) -> Conversation:
        return self.sessions.get(session_id, Conversation())

    async def save_turn(
        self, session_id: str, context: Sequence[BaseMessage], transcript: Sequence[TranscriptMessage]
    ) -> None:
        before = await self.load(session_id)
        self.sessions[session_id] = Conversation(list(context), [*before.transcript, *transcript])

    async def list_sessions(self) -> list[SessionInfo]:
        now = utc_now()
        return [
            SessionInfo(name, title_of(one.transcript), len(one.transcript), now, now)
            for name, one in self.sessions.items()
        ]

    async def forget(self, session_id: str) -> bool:
        return self.sessions.pop(session_id, None) is not None
