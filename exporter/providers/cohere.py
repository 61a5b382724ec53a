"""Cohere, through its OpenAI-compatible endpoint."""

from __future__ import annotations

from ._openai_compatible import openai_compatible

PROVIDER = openai_compatible(
    key="cohere",
    title="Cohere",
    default_model="command-a-03-2025",
    key_variables=("COHERE_API_KEY", "CO_API_KEY"),
    base_url="https://api.cohere.ai/compatibility/v1",
    base_url_variable="COHERE_BASE_URL",
    price_provider="cohere",
    # The endpoint answers 4xx to `stream_options`.
    stream_usage=False,
)
