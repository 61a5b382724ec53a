"""Groq, through its OpenAI-compatible endpoint."""

from __future__ import annotations

from ._openai_compatible import openai_compatible

PROVIDER = openai_compatible(
    key="groq",
    title="Groq",
    default_model="llama-3.3-70b-versatile",
    key_variables=("GROQ_API_KEY",),
    base_url="https://api.groq.com/openai/v1",
    base_url_variable="GROQ_BASE_URL",
    price_provider="groq",
)
