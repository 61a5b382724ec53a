"""Reads the environment, and the file .env beside this one, for the server."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from dotenv import load_dotenv
from pydantic import SecretStr

from .errors import AgentError

# Here and not in a function: agent.py reads variables when it is imported. What is set wins over the file.
load_dotenv(Path(__file__).with_name(".env"))


@dataclass(frozen=True)
class ServerSettings:
    """What the manifest says about the server; the environment may say otherwise for one installation."""

    host: str = "127.0.0.1"
    port: int = 8000
    websocket_port: int | None = None
    cors_origins: tuple[str, ...] = ()
    requests_per_minute: int | None = None
    burst: int | None = None
    log_level: str = "info"
    log_format: str = "json"


@dataclass(frozen=True)
class Environment:
    """The variables that the server itself reads; .env.example describes each."""

    api_key: SecretStr | None
    costs_file: Path
    host: str | None
    port: int | None
    log_level: str | None
    log_format: str | None
    grace_seconds: float
    max_runs: int
    allowed_hosts: tuple[str, ...]


def read_environment() -> Environment:
    api_key = os.environ.get("API_KEY", "").strip()
    port = setting("PORT") or setting("API_PORT")
    return Environment(
        api_key=SecretStr(api_key) if api_key else None,
        costs_file=Path(setting("COSTS_DB") or data_file("costs.db")),
        host=setting("HOST") or setting("API_HOST") or None,
        port=int(_number("PORT", port)) if port else None,
        log_level=setting("LOG_LEVEL") or None,
        log_format=setting("LOG_FORMAT") or None,
        grace_seconds=_number("RUN_GRACE_SECONDS", setting("RUN_GRACE_SECONDS", "30")),
        max_runs=int(_number("MAX_RUNS", setting("MAX_RUNS", "200"))),
        allowed_hosts=tuple(filter(None, setting("ALLOWED_HOSTS").lower().replace(" ", "").split(","))),
    )


def setting(variable: str, default: str = "") -> str:
    """The variable's value; the default where it is missing or empty."""
    return os.environ.get(variable, "").strip() or default


def data_file(name: str) -> Path:
    """A file of the server's own: in DATA_DIR, unless the name is a whole path."""
    return Path(setting("DATA_DIR", "data")) / name


def _number(variable: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        message = f'"{variable}" has to be a number, it is "{text}".'
        raise AgentError(message, error_type="bad_setting") from None
