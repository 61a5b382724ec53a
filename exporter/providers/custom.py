"""Any server that speaks OpenAI's chat completions (vLLM, LM Studio, a gateway of one's own)."""

from __future__ import annotations

from ._openai_compatible import openai_compatible

PROVIDER = openai_compatible(
    key="custom",
    title="OpenAI-compatible server",
    default_model="default",
    # Not OPENAI_API_KEY: that key would be sent to whoever runs this server.
    key_variables=("CUSTOM_API_KEY",),
    key_required=False,
    base_url_variable="CUSTOM_BASE_URL",
    base_url_required=True,
)
