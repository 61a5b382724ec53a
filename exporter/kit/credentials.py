"""Credentials, read from the environment when needed; a missing one is a sentence that says what to set.

An `environment` that is given takes the place of this process's own, which then is not read at all.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .errors import AgentError


class MissingKeyError(AgentError):
    """A key that the project needs, in `variable`, is not set."""

    def __init__(self, message: str, variable: str) -> None:
        super().__init__(message, error_type="missing_key", status=503)
        self.variable = variable


@dataclass(frozen=True)
class HttpAuth:
    """How a server wants the credential that `variable` holds; for "basic" that is `user:password`."""

    kind: Literal["bearer", "basic", "api_key"]
    variable: str
    header: str = "Authorization"


def find_variable(variable: str, environment: Mapping[str, str] | None = None) -> str:
    """The value of an environment variable, empty where it has none."""
    return (os.environ if environment is None else environment).get(variable, "").strip()


def required_variable(variable: str, purpose: str, environment: Mapping[str, str] | None = None) -> str:
    """The value of an environment variable, or MissingKeyError naming the variable and what it is for."""
    value = find_variable(variable, environment)
    if not value:
        message = f'"{variable}" is not set. Set it to {purpose}, for example in the file .env.'
        raise MissingKeyError(message, variable)
    if not value.isprintable():
        message = f'"{variable}" holds a character no header may have, such as a line break.'
        raise MissingKeyError(message, variable)
    return value


def auth_headers(
    auth: HttpAuth | None, purpose: str, environment: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The headers that carry the credential."""
    if auth is None:
        return {}
    secret = required_variable(auth.variable, purpose, environment)
    if auth.kind == "bearer":
        return {auth.header: f"Bearer {secret}"}
    if auth.kind == "basic":
        return {auth.header: f"Basic {base64.b64encode(secret.encode()).decode()}"}
    return {auth.header: secret}
