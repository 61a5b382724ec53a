"""What the user chose for one export, apart from the manifest: names, values and help of the options."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from .errors import InvalidOptionError

MemoryChoice = Literal["auto", "none", "memory", "sqlite", "postgres", "redis"]
PythonVersion = Literal["3.11", "3.12", "3.13"]

BOOLEANS = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}


def _about(help: str, *values: str) -> dict[str, Any]:
    return {"help": help, "values": values}


@dataclass(frozen=True)
class ExportOptions:
    """The options of one export: the manifest says what the agent is, these what the project comes with."""

    memory: MemoryChoice = field(
        default="auto",
        metadata=_about(
            "Where conversations are kept; `auto` follows the manifest.",
            *("auto", "none", "memory", "sqlite", "postgres", "redis"),
        ),
    )
    port: int | None = field(
        default=None, metadata=_about("The server's port; without it the manifest's, or 8000.")
    )
    python: PythonVersion = field(
        default="3.11",
        metadata=_about("The Python of the Dockerfile and of the linters' settings.", "3.11", "3.12", "3.13"),
    )
    docker: bool = field(default=True, metadata=_about("Dockerfile, .dockerignore and docker-compose.yaml."))
    tests: bool = field(default=True, metadata=_about("The project's own tests, which run offline."))
    client_example: bool = field(
        default=True, metadata=_about("client-example.py: both streams, costs and cancel from Python.")
    )
    langfuse: bool = field(
        default=False,
        metadata=_about("Traces to Langfuse when its keys are set; also where the manifest asks."),
    )
    opentelemetry: bool = field(
        default=False,
        metadata=_about("OpenTelemetry spans when their endpoint is set; also where the manifest asks."),
    )

    def __post_init__(self) -> None:
        for option in OPTIONS:
            value = getattr(self, option.name)
            if option.values and value not in option.values:
                message = f'Option "{option.name}" must be {_listed(option.values)}, not "{value}".'
                raise InvalidOptionError(message, option.name)
        if self.port is not None and not 1 <= self.port <= 65535:
            message = f'Option "port" must be between 1 and 65535, not "{self.port}".'
            raise InvalidOptionError(message, "port")


@dataclass(frozen=True)
class OptionDescription:
    """One option as the page, the command's help and the API show it."""

    name: str
    kind: Literal["choice", "boolean", "integer"]
    default: Any
    values: tuple[str, ...]
    help: str

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "kind": self.kind,
            "default": self.default,
            "values": list(self.values),
            "help": self.help,
        }


def _described() -> tuple[OptionDescription, ...]:
    descriptions = []
    for option in fields(ExportOptions):
        values: tuple[str, ...] = option.metadata["values"]
        if isinstance(option.default, bool):
            kind: Literal["choice", "boolean", "integer"] = "boolean"
        else:
            kind = "choice" if values else "integer"
        descriptions.append(
            OptionDescription(option.name, kind, option.default, values, option.metadata["help"])
        )
    return tuple(descriptions)


OPTIONS = _described()
_BY_NAME = {option.name: option for option in OPTIONS}


def parse_options(pairs: Iterable[str]) -> ExportOptions:
    """`["memory=redis", "docker=no"]` → options; anything unknown or said twice is an InvalidOptionError."""
    chosen: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        name, text = name.strip().replace("-", "_"), text.strip()
        if not equals:
            raise InvalidOptionError(f'Write options as name=value; "{pair}" has no "=".')
        if name not in _BY_NAME:
            raise InvalidOptionError(
                f'There is no option "{name}".{_suggestion(name)} Options are {", ".join(_BY_NAME)}.'
            )
        if name in chosen:
            raise InvalidOptionError(f'Option "{name}" is given twice.')
        chosen[name] = _value(_BY_NAME[name], text)
    return ExportOptions(**chosen)


def _value(option: OptionDescription, text: str) -> Any:
    if option.kind == "boolean":
        if text.lower() not in BOOLEANS:
            message = f'Option "{option.name}" must be "true" or "false", not "{text}".'
            raise InvalidOptionError(message, option.name)
        return BOOLEANS[text.lower()]
    if option.kind == "integer":
        if not text.isascii() or not text.isdigit():
            message = f'Option "{option.name}" must be a whole number, not "{text}".'
            raise InvalidOptionError(message, option.name)
        return int(text[:9])
    return text


def _suggestion(name: str) -> str:
    close = difflib.get_close_matches(name, _BY_NAME, n=1)
    return f' Did you mean "{close[0]}"?' if close else ""


def _listed(values: tuple[str, ...]) -> str:
    quoted = [f'"{value}"' for value in values]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"
