"""No memory: every message starts a new conversation."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.messages import BaseMessage

from .conversations import Conversation, SessionInfo, TranscriptMessage


class NoConversations:
    """A conversation store that keeps nothing."""

    async def open(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def check(self) -> None:
        """Always there."""

    async def load(self, session_id: str) -> Conversation:
        return Conversation()

    async def save_turn(
        self, session_id: str, context: Sequence[BaseMessage], transcript: Sequence[TranscriptMessage]
    ) -> None:
        """Nothing is kept."""

    async def list_sessions(self) -> list[SessionInfo]:
        return []

    async def forget(self, session_id: str) -> bool:
        return False
