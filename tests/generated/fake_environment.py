"""What a user would put into `.env` to use the fake provider instead of real ones."""

from __future__ import annotations

from exporter.providers import PROVIDERS
from tests.fakes import FakeProvider

KEY = "sk-test-0123456789abcdef0123456789abcdef"


def fake_environment(provider: FakeProvider) -> dict[str, str]:
    """Keys and addresses of every provider: fallbacks may lead to any of them."""
    # Google's SDK reads its own variable; agent.py names ours only where the manifest gives an address.
    variables = {"GOOGLE_GEMINI_BASE_URL": provider.url}
    for facts in PROVIDERS.values():
        speaks_openai = facts.class_name == "ChatOpenAI"
        variables[facts.base_url_variable] = provider.openai_url if speaks_openai else provider.url
        variables.update(dict.fromkeys(facts.key_variables[:1], KEY))
    return variables
