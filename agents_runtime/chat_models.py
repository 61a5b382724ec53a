"""A plan's chat model as LangChain's object, from the very arguments that exported projects write down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any

import httpx
from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from agents_runtime.model_choice import ReachableModel, Surroundings, missing_variable, reach
from exporter.agent_plan import ChatModelPlan
from exporter.files.chat_models import chat_model_call
from exporter.kit.credentials import MissingKeyError
from exporter.kit.outbound import AllowList, GuardedTransport, guarded_client
from exporter.quoting import Call


class ChatModels:
    """Makes the models of one run, and closes the connections that were opened for it alone."""

    def __init__(self, surroundings: Surroundings, allow: Iterable[str]) -> None:
        self._surroundings = surroundings
        self._allow = AllowList(allow)
        self._clients: list[httpx.AsyncClient] = []

    def create(self, plan: ChatModelPlan) -> BaseChatModel:
        """Raises MissingKeyError with a sentence for the user."""
        model = reach(plan, self._surroundings)
        call = chat_model_call(model.plan, model.plan.model)
        arguments = {name: _value(value, model) for name, value in call.arguments if name is not None}
        if model.foreign:
            arguments |= self._guarded(model)
        # Under our own name of the provider: prices are looked up by it.
        arguments["metadata"] = {"price_provider": model.provider.key}
        made: BaseChatModel = getattr(import_module(model.provider.module), call.function)(**arguments)
        return made

    def create_usable(self, plans: Iterable[ChatModelPlan]) -> list[BaseChatModel]:
        """Fallbacks: those whose keys are missing are left out, as in an exported project."""
        models = []
        for plan in plans:
            try:
                models.append(self.create(plan))
            except MissingKeyError:
                continue
        return models

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()

    def _guarded(self, model: ReachableModel) -> dict[str, Any]:
        if model.provider.module == "langchain_ollama":
            return {"async_client_kwargs": {"transport": GuardedTransport(self._allow)}}
        client = guarded_client(allow=self._allow, timeout=model.plan.request_timeout)
        self._clients.append(client)
        return {"http_async_client": client}


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
    return SecretStr(_found(model, variable) or "not-needed")


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
