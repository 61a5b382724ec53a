"""Other names that manifests give to providers."""

from __future__ import annotations

OTHER_NAMES = {
    "azure_openai": "azure",
    "claude": "anthropic",
    "gemini": "google",
    "google_genai": "google",
    "mistralai": "mistral",
    "openai_compatible": "custom",
    "local": "ollama",
    "together_ai": "together",
    "togetherai": "together",
}


def provider_key(name: str) -> str:
    """A key of PROVIDERS where the name is one, or another name for one."""
    key = name.strip().lower().replace("-", "_").replace(" ", "_")
    return OTHER_NAMES.get(key, key)
