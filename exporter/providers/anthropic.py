"""Anthropic."""

from __future__ import annotations

from .provider import Provider

PROVIDER = Provider(
    key="anthropic",
    title="Anthropic",
    requirement="langchain-anthropic>=1.7,<2",
    module="langchain_anthropic",
    class_name="ChatAnthropic",
    lock_set="anthropic",
    default_model="claude-sonnet-5-5",
    key_variables=("ANTHROPIC_API_KEY",),
    base_url_variable="ANTHROPIC_BASE_URL",
    price_provider="anthropic",
)
