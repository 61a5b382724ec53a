"""Facts about each provider; PROVIDERS is the list."""

from __future__ import annotations

from . import (
    anthropic,
    azure,
    cohere,
    custom,
    deepseek,
    fireworks,
    google,
    groq,
    mistral,
    ollama,
    openai,
    together,
)
from .provider import EnvironmentArgument, Provider

PROVIDERS: dict[str, Provider] = {
    module.PROVIDER.key: module.PROVIDER
    for module in (
        openai,
        anthropic,
        google,
        azure,
        ollama,
        mistral,
        cohere,
        groq,
        together,
        fireworks,
        deepseek,
        custom,
    )
}

DEFAULT_PROVIDER = "openai"

__all__ = ["DEFAULT_PROVIDER", "PROVIDERS", "EnvironmentArgument", "Provider"]
