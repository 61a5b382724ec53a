"""Where conversations are kept: No memory."""

from __future__ import annotations

from conversations_none import NoConversations

CONVERSATIONS = NoConversations()
