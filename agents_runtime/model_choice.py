"""Which chat model answers: the manifest's own where its key is there, else the demo model; and why."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from exporter.agent_plan import ChatModelPlan, EnvRef
from exporter.kit.credentials import MissingKeyError
from exporter.providers import PROVIDERS, Provider

PROBE_SECONDS = 0.3
OWN_ADDRESSES = {
    "openai": "https://api.openai.com/v1",
    "anthropic": "https://api.anthropic.com",
    "google": "https://generativelanguage.googleapis.com",
}
# LangChain's clients that take a guarded connection, for addresses that are not the server's choice.
GUARDED_CLIENTS = frozenset({"langchain_openai", "langchain_ollama"})


@dataclass(frozen=True)
class Surroundings:
    """What a run may read: what the person typed for it, and the server's own variables of providers.

    A `${VAR}` of a manifest is only ever looked up in `typed`; `server` is for providers' keys and addresses.
    """

    typed: Mapping[str, str]
    server: Mapping[str, str]

    def resolve(self, value: Any) -> Any:
        """An `EnvRef` as what was typed, or its default; MissingKeyError where there is neither."""
        if not isinstance(value, EnvRef):
            return value
        found = self.typed.get(value.variable, "").strip() or value.default
        if found is None:
            raise missing_variable(value.variable)
        return found


@dataclass(frozen=True)
class ReachableModel:
    """A chat model with every reference resolved. `foreign` is an address that is not the server's choice."""

    plan: ChatModelPlan
    provider: Provider
    environment: Mapping[str, str]
    foreign: bool


@dataclass(frozen=True)
class ModelChoice:
    """What will answer. `why` is the sentence for the page."""

    demo: bool
    why: str
    key_variable: str | None


def missing_variable(variable: str) -> MissingKeyError:
    message = f'"{variable}" is not set: type it under Variables, for this session only.'
    return MissingKeyError(message, variable)


def reach(plan: ChatModelPlan, surroundings: Surroundings) -> ReachableModel:
    """Resolve the references; a server's key stays out where it did not choose the address."""
    provider = PROVIDERS[plan.provider]
    variables = (provider.base_url_variable, *provider.address_variables)
    typed = next(filter(None, (surroundings.typed.get(name, "").strip() for name in variables)), None)
    named = surroundings.resolve(plan.base_url) or typed
    own = {
        provider.base_url,
        OWN_ADDRESSES.get(provider.key),
        *(surroundings.server.get(name) for name in variables),
    }
    foreign = named is not None and _plain(named) not in {_plain(address) for address in own if address}
    resolved = replace(
        plan,
        model=surroundings.resolve(plan.model),
        base_url=named,
        temperature=_number(plan.temperature, surroundings, float),
        max_tokens=_number(plan.max_tokens, surroundings, int),
        top_p=_number(plan.top_p, surroundings, float),
    )
    environment = {**({} if foreign else surroundings.server), **surroundings.typed}
    return ReachableModel(resolved, provider, environment, foreign)


def unguarded(model: ReachableModel) -> str | None:
    """Why the model is not called from here, if so: its client would connect unguarded to a named address."""
    if not model.foreign or model.provider.module in GUARDED_CLIENTS:
        return None
    return f'Only an exported project calls {model.provider.title} at "{_host(model.plan.base_url)}".'


async def choose_model(plan: ChatModelPlan, surroundings: Surroundings, *, demo: bool) -> ModelChoice:
    """The demo model where it was asked for, or where the manifest's own cannot be reached."""
    provider = PROVIDERS[plan.provider]
    key = provider.key_variable
    if demo:
        return ModelChoice(True, "You chose the demo model.", key)
    try:
        model = reach(plan, surroundings)
    except MissingKeyError as error:
        return ModelChoice(True, error.message, error.variable)
    refusal = unguarded(model)
    if refusal is not None:
        return ModelChoice(True, refusal, None)
    has_key = any(model.environment.get(name, "").strip() for name in provider.key_variables)
    if provider.key_required and not has_key:
        if model.foreign:
            why = f'A key of this server does not go to "{_host(model.plan.base_url)}": type your own {key}.'
        else:
            why = f"No key for {provider.title}: {key} is not set."
        return ModelChoice(True, why, key)
    if provider.base_url_required and not _address(model):
        return ModelChoice(True, f"{provider.base_url_variable} is not set.", provider.base_url_variable)
    if provider.key == "ollama" and not _address(model) and not await _answers(provider.base_url or ""):
        return ModelChoice(True, "No Ollama answers on this machine; OLLAMA_BASE_URL can name one.", None)
    return ModelChoice(False, f"{provider.title} answers.", key)


def _address(model: ReachableModel) -> str | None:
    named = model.plan.base_url
    found = named if isinstance(named, str) else None
    return found or model.environment.get(model.provider.base_url_variable, "").strip() or None


def _plain(address: Any) -> str:
    return str(address).rstrip("/").lower()


def _host(address: Any) -> str:
    return urlsplit(str(address)).hostname or "that address"


def _number(value: Any, surroundings: Surroundings, kind: type[float] | type[int]) -> Any:
    found = surroundings.resolve(value)
    if not isinstance(found, str):
        return found
    with suppress(ValueError):
        return kind(found)
    raise MissingKeyError(f'"{value.variable}" has to be a number.', value.variable)


async def _answers(address: str) -> bool:
    parts = urlsplit(address)
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            _, writer = await asyncio.open_connection(parts.hostname, parts.port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
