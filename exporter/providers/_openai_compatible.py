"""What all providers have in common that are reached through LangChain's OpenAI class."""

from __future__ import annotations

from typing import Any

from .provider import Provider

REQUIREMENT = "langchain-openai>=1.7,<2"


def openai_compatible(**facts: Any) -> Provider:
    """A provider that speaks OpenAI's chat completions under its own address, with the older `max_tokens`."""
    return Provider(
        **{
            "requirement": REQUIREMENT,
            "module": "langchain_openai",
            "class_name": "ChatOpenAI",
            "lock_set": "openai",
            "max_tokens_in_extra_body": True,
            "max_tokens_argument": "max_completion_tokens",
            **facts,
        }
    )
