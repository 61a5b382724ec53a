"""DeepSeek, through its OpenAI-compatible endpoint."""

from __future__ import annotations

from ._openai_compatible import openai_compatible

PROVIDER = openai_compatible(
    key="deepseek",
    title="DeepSeek",
    default_model="deepseek-chat",
    key_variables=("DEEPSEEK_API_KEY",),
    base_url="https://api.deepseek.com",
    base_url_variable="DEEPSEEK_BASE_URL",
    price_provider="deepseek",
)
