"""A plan's chat model as LangChain's object, from the very arguments that exported projects write down."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

import httpx
from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from agents_runtime.loading import load_module
from agents_runtime.model_choice import ReachableModel, Surroundings, missing_variable, reach, unguarded
from exporter.agent_plan import ChatModelPlan
from exporter.files.chat_models import chat_model_call
from exporter.kit.credentials import MissingKeyError
from exporter.kit.outbound import (
    HARMLESS_HEADERS,
    AllowList,
    GuardedTransport,
    OutboundRefusedError,
    guarded_client,
)
from exporter.quoting import Call

NO_KEY = "not-needed"
KEY_HEADERS = frozenset({"authorization", "api-key"})
ORDINARY_HEADERS = HARMLESS_HEADERS | {"host", "connection"}
# Of one response from an address that a manifest names: 128,000 tokens, 300 bytes each, are 40 MB.
MAX_BYTES = 50_000_000


class ChatModels:
    """Makes the models of one run, and closes the connections that were opened for it alone."""

    def __init__(self, surroundings: Surroundings, allow: AllowList) -> None:
        self._surroundings = surroundings
        self._allow = allow
        self._clients: list[httpx.AsyncClient] = []

    async def create(self, plan: ChatModelPlan) -> BaseChatModel:
        """Raises MissingKeyError, or OutboundRefusedError for an address, with a sentence for the user."""
        model = reach(plan, self._surroundings)
        refusal = unguarded(model)
        if refusal is not None:
            raise OutboundRefusedError(refusal)
        call = chat_model_call(model.plan, model.plan.model)
        arguments = {name: _value(value, model) for name, value in call.arguments if name is not None}
        if model.foreign:
            arguments |= self._guarded(model)
        # Under our own name of the provider: prices are looked up by it.
        arguments["metadata"] = {"price_provider": model.provider.key}
        module = await load_module(model.provider.module)
        made: BaseChatModel = getattr(module, call.function)(**arguments)
        return made

    async def create_usable(self, plans: Iterable[ChatModelPlan]) -> list[BaseChatModel]:
        """Fallbacks: refused ones are left out, and those without a key, as in an exported project."""
        models = []
        for plan in plans:
            try:
                models.append(await self.create(plan))
            except (MissingKeyError, OutboundRefusedError):
                continue
        return models

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()

    def _guarded(self, model: ReachableModel) -> dict[str, Any]:
        if model.provider.module == "langchain_ollama":
            key = _found(model, "OLLAMA_API_KEY")
            transport = GuardedTransport(self._allow, max_bytes=MAX_BYTES)
            options: dict[str, Any] = {"transport": transport, "event_hooks": _hooks(key)}
            if key is not None:
                options["headers"] = {"Authorization": f"Bearer {key}"}
            return {"async_client_kwargs": options}
        key = _found(model, *model.provider.key_variables) or NO_KEY
        client = guarded_client(
            allow=self._allow,
            timeout=model.plan.request_timeout,
            max_bytes=MAX_BYTES,
            event_hooks=_hooks(key),
        )
        self._clients.append(client)
        arguments: dict[str, Any] = {"http_async_client": client}
        if model.provider.key == "azure":
            arguments["azure_ad_token"] = None  # or it is looked for in the server's environment
        return arguments


def _hooks(key: str | None) -> dict[str, list[Callable[[httpx.Request], Awaitable[None]]]]:
    """Clients look into the environment by themselves: only ordinary headers and this key may leave."""

    async def keep_the_rest(request: httpx.Request) -> None:
        ours = {key, f"Bearer {key}"}
        for name, value in list(request.headers.items()):
            if name not in ORDINARY_HEADERS and not (name in KEY_HEADERS and value in ours):
                del request.headers[name]

    return {"request": [keep_the_rest]}


def _value(value: object, model: ReachableModel) -> Any:
    """What the written argument gives when an exported project runs."""
    if isinstance(value, Call):
        return FUNCTIONS[value.function](model, *(_value(argument, model) for _, argument in value.arguments))
    if isinstance(value, Mapping):
        return {name: _value(item, model) for name, item in value.items()}
    return value


def _found(model: ReachableModel, *variables: str) -> str | None:
    return next(filter(None, (model.environment.get(name, "").strip() for name in variables)), None)


def _required_secret(model: ReachableModel, variable: str, title: str, *others: str) -> SecretStr:
    return SecretStr(_required_variable(model, variable, title, *others))


def _required_variable(model: ReachableModel, variable: str, purpose: str, *others: str) -> str:
    found = _found(model, variable, *others)
    if found is None:
        raise missing_variable(variable)
    return found


def _optional_secret(model: ReachableModel, variable: str) -> SecretStr:
    return SecretStr(_found(model, variable) or NO_KEY)


def _setting(model: ReachableModel, variable: str, default: str = "") -> str:
    return _found(model, variable) or default


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "required_secret": _required_secret,
    "required_variable": _required_variable,
    "optional_secret": _optional_secret,
    "setting": _setting,
    "address_setting": _found,
}
"""The kit's functions that an argument may call, with the run's surroundings in place of the environment."""
