"""What genai-prices knows of a chat model, offline and cached; the only place that imports it before export.

Its data takes most of a second to import, so that happens at the first question, not when a rule is imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, Provider

# No provider has names near this long; a longer one is not worth a search through patterns.
LONGEST_MODEL_NAME = 200


@dataclass(frozen=True)
class ModelFacts:
    """What is known of one model; `context_window` is in tokens, None when genai-prices does not say."""

    model_id: str
    priced: bool
    context_window: int | None
    deprecated: bool


@lru_cache(maxsize=1)
def _price_providers() -> dict[str, Provider]:
    from genai_prices.data import providers

    return {provider.id: provider for provider in providers}


def _has_price(model: ModelInfo) -> bool:
    """Whether tokens of text have a price; a list holds one price per period."""
    prices = [entry.prices for entry in model.prices] if isinstance(model.prices, list) else [model.prices]
    return any(price.input_mtok is not None or price.output_mtok is not None for price in prices)


@lru_cache(maxsize=4096)
def find_model(price_provider: str, model: str) -> ModelFacts | None:
    """The facts of a model under its genai-prices provider id ("openai", "google" …); None: unknown there."""
    provider = _price_providers().get(price_provider)
    if provider is None or not model or len(model) > LONGEST_MODEL_NAME:
        return None
    found = provider.find_model(model, all_providers=list(_price_providers().values()))
    if found is None:
        return None
    return ModelFacts(
        model_id=found.id,
        priced=_has_price(found),
        context_window=found.context_window,
        deprecated=bool(found.deprecated),
    )


@lru_cache(maxsize=256)
def closest_model(price_provider: str, model: str) -> str | None:
    """The known model of that provider whose name is nearly this one, for "did you mean"."""
    provider = _price_providers().get(price_provider)
    if provider is None or len(model) > LONGEST_MODEL_NAME:
        return None
    names = [known.id for known in provider.models if not known.deprecated]
    matches = get_close_matches(model.lower(), names, n=1, cutoff=0.85)
    # Some ids are only the catalogue's own names, which the provider does not answer to.
    return next((name for name in matches if find_model(price_provider, name) is not None), None)
