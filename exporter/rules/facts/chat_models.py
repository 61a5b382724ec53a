"""The chat models a manifest names: the agent's own and its fallbacks, environment defaults applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exporter.nodes import join_pointer
from exporter.providers import DEFAULT_PROVIDER, PROVIDERS, Provider
from exporter.rules.rule import Context

from .environment import whole_reference
from .model_families import family_of
from .provider_names import provider_key
from .reading import agent_spec, mapping, text_of

# Where manifests write the chat model; the first that is there counts.
SECTIONS = ("llm", "llm_config", "model")
FALLBACK_KEYS = ("fallback_models", "fallback", "fallbacks")
BASE_URL_KEYS = ("base_url", "baseUrl", "api_base", "endpoint")


@dataclass(frozen=True)
class NamedModel:
    """A chat model as it is written; texts are None where they are missing, or known only at run time."""

    path: str
    settings: dict[str, Any]
    provider_name: str | None
    model: str | None
    model_key: str

    @property
    def provider(self) -> Provider | None:
        """The provider that is named, if it is one that we know."""
        return PROVIDERS.get(provider_key(self.provider_name)) if self.provider_name else None

    @property
    def assumed_provider(self) -> str:
        """What the export takes where no provider is named."""
        if self.has_own_server:
            return "custom"
        return family_of(self.model or "") or DEFAULT_PROVIDER

    @property
    def model_path(self) -> str:
        return join_pointer(self.path, self.model_key)

    @property
    def provider_path(self) -> str:
        return join_pointer(self.path, "provider")

    @property
    def has_own_server(self) -> bool:
        """Behind an address of the owner's any name may be served."""
        return any(text_of(self.settings.get(key)) for key in BASE_URL_KEYS)


def model_section(context: Context) -> str | None:
    spec = agent_spec(context)
    return next((key for key in SECTIONS if spec.get(key) is not None), None)


def named_models(context: Context) -> Iterator[NamedModel]:
    """The agent's own first. A bare name (`model: gpt-4o`) has no provider to be judged by."""
    section = model_section(context)
    if section is not None:
        settings = mapping(agent_spec(context)[section])
        if settings:
            yield _named(f"/spec/{section}", settings)
    llm = mapping(agent_spec(context).get("llm"))
    key = next((key for key in FALLBACK_KEYS if llm.get(key) is not None), None)
    fallbacks = llm.get(key) if key is not None else None
    for index, fallback in enumerate(fallbacks if isinstance(fallbacks, list) else []):
        if isinstance(fallback, dict):
            yield _named(f"/spec/llm/{key}/{index}", fallback)


def _named(path: str, settings: dict[str, Any]) -> NamedModel:
    key = "name" if settings.get("model") is None and settings.get("name") is not None else "model"
    return NamedModel(
        path, settings, _at_export(settings.get("provider")), _at_export(settings.get(key)), key
    )


def _at_export(value: object) -> str | None:
    reference = whole_reference(value)
    if reference is not None:
        return reference.default or None
    text = text_of(value)
    return None if text is None or "${" in text else text.strip()
