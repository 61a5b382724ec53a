"""What chat models take from the environment, and clear words where it is wrong or missing."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from .credentials import MissingKeyError, required_variable
from .errors import AgentError

logger = logging.getLogger(__name__)


class BadSettingError(AgentError):
    """An environment variable holds something that cannot be used."""

    def __init__(self, message: str) -> None:
        super().__init__(message, error_type="bad_setting", status=503)


def required_secret(variable: str, provider_title: str, *other_variables: str) -> SecretStr:
    """The provider's key. Called when the first message is answered, so that the server starts without it."""
    found = next(
        (name for name in (variable, *other_variables) if os.environ.get(name, "").strip()), variable
    )
    try:
        return SecretStr(required_variable(found, f"your {provider_title} key"))
    except MissingKeyError as error:
        raise MissingKeyError(f"No key for {provider_title}: {error}", error.variable) from None


def optional_secret(variable: str) -> SecretStr:
    """A key that the server may do without; its client wants one all the same."""
    return SecretStr(os.environ.get(variable, "").strip() or "not-needed")


def number_setting(variable: str, default: float | None = None) -> float | None:
    """A number from the environment, `default` where it is not set."""
    text = os.environ.get(variable, "").strip()
    if not text:
        return default
    try:
        return float(text)
    except ValueError:
        raise BadSettingError(f'"{variable}" has to be a number.') from None


def whole_number_setting(variable: str, default: int | None = None) -> int | None:
    """A whole number from the environment, `default` where it is not set."""
    text = os.environ.get(variable, "").strip()
    if not text:
        return default
    try:
        return int(text)
    except ValueError:
        raise BadSettingError(f'"{variable}" has to be a whole number.') from None


def address_setting(*variables: str) -> str | None:
    """Another address of the provider; None where no variable is set: its client knows the usual one."""
    return next(filter(None, (os.environ.get(name, "").strip() for name in variables)), None)


def usable_models(*creators: Callable[[], BaseChatModel]) -> list[BaseChatModel]:
    """The fallback models whose keys are set. The others are left out: the main model can do without."""
    models = []
    for create in creators:
        try:
            models.append(create())
        except MissingKeyError as error:
            logger.warning("A fallback model is left out. %s", error.message)
    return models
