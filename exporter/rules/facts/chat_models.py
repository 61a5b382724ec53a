"""The chat models a manifest names: the agent's own and its fallbacks, environment defaults applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exporter.nodes import join_pointer
from exporter.providers import PROVIDERS, Provider
from exporter.rules.rule import Context

from .environment import whole_reference
from .reading import agent_spec, mapping, text_of


@dataclass(frozen=True)
class NamedModel:
    """A provider and a model as far as they are known at export; None: not written, or known only at run time."""

    path: str
    settings: dict[str, Any]
    provider_name: str | None
    model: str | None

    @property
    def provider(self) -> Provider | None:
        return PROVIDERS.get(self.provider_name or "")

    @property
    def model_path(self) -> str:
        return join_pointer(self.path, "model")

    @property
    def provider_path(self) -> str:
        return join_pointer(self.path, "provider")

    @property
    def has_own_server(self) -> bool:
        """Behind an address of the owner's any name may be served."""
        return any(text_of(self.settings.get(key)) for key in ("base_url", "baseUrl", "api_base", "endpoint"))


def named_models(context: Context) -> Iterator[NamedModel]:
    llm = mapping(agent_spec(context).get("llm"))
    if llm:
        yield _named("/spec/llm", llm)
    fallbacks = llm.get("fallback_models")
    for index, fallback in enumerate(fallbacks if isinstance(fallbacks, list) else []):
        if isinstance(fallback, dict):
            yield _named(f"/spec/llm/fallback_models/{index}", fallback)


def _named(path: str, settings: dict[str, Any]) -> NamedModel:
    return NamedModel(path, settings, _at_export(settings.get("provider")), _at_export(settings.get("model")))


def _at_export(value: object) -> str | None:
    reference = whole_reference(value)
    if reference is not None:
        return reference.default or None
    text = text_of(value)
    return None if text is None or "${" in text else text.strip()
