"""OpenAI."""

from __future__ import annotations

from ._openai_compatible import openai_compatible

PROVIDER = openai_compatible(
    key="openai",
    title="OpenAI",
    default_model="gpt-6-luna",
    key_variables=("OPENAI_API_KEY",),
    base_url_variable="OPENAI_BASE_URL",
    price_provider="openai",
    # Its reasoning models accept nothing but `max_completion_tokens`, which is what the class sends.
    max_tokens_in_extra_body=False,
)
