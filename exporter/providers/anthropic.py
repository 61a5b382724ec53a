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
    # The names that type checkers know; the class takes `model` and `max_tokens` too.
    model_argument="model_name",
    max_tokens_argument="max_tokens_to_sample",
    constant_arguments=(("stop", None),),
)
