"""Whose model a name belongs to, by the way each maker begins its names."""

from __future__ import annotations

import re

_FAMILIES = (
    ("anthropic", re.compile(r"claude[-\d]", re.I)),
    ("openai", re.compile(r"(?:gpt-(?!oss)|chatgpt-|o[1-9](?:$|-))", re.I)),
    ("google", re.compile(r"gemini-", re.I)),
    ("mistral", re.compile(r"(?:mistral|mixtral|codestral|ministral|magistral|devstral|pixtral)-", re.I)),
    ("cohere", re.compile(r"command(?:$|-)", re.I)),
    ("deepseek", re.compile(r"deepseek-(?:chat|reasoner)$", re.I)),
)

# These serve their own models only; the others (groq, together, ollama, azure …) serve what they like.
MAKERS = frozenset(maker for maker, _ in _FAMILIES)

# Of the later ones (gpt-5.1 …) it depends on the effort of reasoning.
_REASONING = re.compile(r"(?:o[1-9]|gpt-5)(?:$|-(?!chat))", re.I)

# langchain-anthropic raises before it asks.
_CLAUDE_WITHOUT_SAMPLING = ("claude-fable-5", "claude-sonnet-5-5")


def family_of(model: str) -> str | None:
    """The provider whose own model this is, or None."""
    return next((maker for maker, pattern in _FAMILIES if pattern.match(model)), None)


def refuses_sampling(provider: str, model: str) -> bool:
    """Whether requests that set a temperature or top-p are refused."""
    if provider == "anthropic":
        return model.startswith(_CLAUDE_WITHOUT_SAMPLING)
    return provider in {"openai", "azure"} and _REASONING.match(model) is not None
