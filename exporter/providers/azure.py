"""Azure OpenAI: the model of a manifest is the name of a deployment."""

from __future__ import annotations

from ._openai_compatible import REQUIREMENT
from .provider import EnvironmentArgument, Provider

PROVIDER = Provider(
    key="azure",
    title="Azure OpenAI",
    requirement=REQUIREMENT,
    module="langchain_openai",
    class_name="AzureChatOpenAI",
    lock_set="openai",
    default_model="gpt-4o",
    key_variables=("AZURE_OPENAI_API_KEY",),
    base_url_variable="AZURE_OPENAI_ENDPOINT",
    base_url_argument="azure_endpoint",
    base_url_required=True,
    model_argument="azure_deployment",
    max_tokens_argument="max_completion_tokens",
    price_provider="azure",
    # The first version that takes both `stream_options` and `max_completion_tokens`.
    environment_arguments=(EnvironmentArgument("api_version", "OPENAI_API_VERSION", "2024-10-21"),),
)
