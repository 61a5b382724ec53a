"""Fireworks AI, through its OpenAI-compatible endpoint."""

from __future__ import annotations

from ._openai_compatible import openai_compatible

PROVIDER = openai_compatible(
    key="fireworks",
    title="Fireworks AI",
    default_model="accounts/fireworks/models/gpt-oss-120b",
    key_variables=("FIREWORKS_API_KEY",),
    base_url="https://api.fireworks.ai/inference/v1",
    base_url_variable="FIREWORKS_BASE_URL",
    price_provider="fireworks",
)
