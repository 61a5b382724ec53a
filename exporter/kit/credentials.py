"""Credentials, read from the environment when needed; a missing one is a sentence that says what to set."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from typing import Literal

from .errors import AgentError


class MissingKeyError(AgentError):
    """A key that the project needs is not set."""

    def __init__(self, message: str) -> None:
        super().__init__(message, error_type="missing_key", status=503)


@dataclass(frozen=True)
class HttpAuth:
    """How a server wants the credential that `variable` holds; for "basic" that is `user:password`."""

    kind: Literal["bearer", "basic", "api_key"]
    variable: str
    header: str = "Authorization"


def required_variable(variable: str, purpose: str) -> str:
    """The value of an environment variable, or MissingKeyError naming the variable and what it is for."""
    value = os.environ.get(variable, "").strip()
    if not value:
        raise MissingKeyError(f'"{variable}" is not set. Set it to {purpose}, for example in the file .env.')
    if not value.isprintable():
        raise MissingKeyError(f'"{variable}" holds a character no header may have, such as a line break.')
    return value


def auth_headers(auth: HttpAuth | None, purpose: str) -> dict[str, str]:
    """The headers that carry the credential."""
    if auth is None:
        return {}
    secret = required_variable(auth.variable, purpose)
    if auth.kind == "bearer":
        return {auth.header: f"Bearer {secret}"}
    if auth.kind == "basic":
        return {auth.header: f"Basic {base64.b64encode(secret.encode()).decode()}"}
    return {auth.header: secret}
