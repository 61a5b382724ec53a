"""Together AI, through its OpenAI-compatible endpoint."""

from __future__ import annotations

from ._openai_compatible import openai_compatible

PROVIDER = openai_compatible(
    key="together",
    title="Together AI",
    default_model="meta-llama/Llama-3.3-70B-Instruct-Turbo",
    key_variables=("TOGETHER_API_KEY",),
    base_url="https://api.together.xyz/v1",
    base_url_variable="TOGETHER_BASE_URL",
    price_provider="together",
)
