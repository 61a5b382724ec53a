"""Mistral AI, through its OpenAI-compatible endpoint."""

from __future__ import annotations

from ._openai_compatible import openai_compatible

PROVIDER = openai_compatible(
    key="mistral",
    title="Mistral AI",
    default_model="mistral-large-latest",
    key_variables=("MISTRAL_API_KEY",),
    base_url="https://api.mistral.ai/v1",
    base_url_variable="MISTRAL_BASE_URL",
    price_provider="mistral",
)
