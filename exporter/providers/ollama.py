"""Ollama: models on one's own machine, without a key and without a price."""

from __future__ import annotations

from .provider import Provider

PROVIDER = Provider(
    key="ollama",
    title="Ollama",
    requirement="langchain-ollama>=1.1,<2",
    module="langchain_ollama",
    class_name="ChatOllama",
    lock_set="ollama",
    default_model="llama3.2",
    key_variables=(),
    key_required=False,
    key_argument=None,
    base_url="http://localhost:11434",
    base_url_variable="OLLAMA_BASE_URL",
    max_tokens_argument="num_predict",
    timeout_argument=None,
    timeout_in_client_kwargs=True,
    retries_argument=None,
    stream_usage=None,
)
