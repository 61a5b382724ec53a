"""What the user chose for one export, apart from the manifest; each option's name, values and help in one place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any, Literal, cast

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


def _option(default: Any, help: str, values: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"help": help, "values": values})


@dataclass(frozen=True)
class ExportOptions:
    """The options of one export. The manifest says what the agent is; these say what the project comes with."""

    memory: MemoryChoice = _option(
        "auto",
        "Where conversations are kept; `auto` follows the manifest.",
        ("auto", "none", "memory", "sqlite", "postgres", "redis"),
    )
    port: int | None = _option(None, "The server's port; without it the manifest's, or 8000.")
    python: PythonVersion = _option(
        "3.11", "The Python of the Dockerfile and of the linter's settings.", ("3.11", "3.12", "3.13")
    )
    docker: bool = _option(True, "Dockerfile, .dockerignore and docker-compose.yaml.")
    tests: bool = _option(True, "The project's own tests, which run offline.")
    client_example: bool = _option(True, "client-example.py: both streams, cost and cancel from Python.")
    langfuse: bool = _option(False, "Traces to Langfuse when LANGFUSE_PUBLIC_KEY is set.")
    opentelemetry: bool = _option(False, "OpenTelemetry spans when OTEL_EXPORTER_OTLP_ENDPOINT is set.")

    def __post_init__(self) -> None:
        for option in OPTIONS:
            value = getattr(self, option.name)
            if option.values and value not in option.values:
                raise InvalidOptionError(
                    f'Option "{option.name}" must be {_listed(option.values)}, not "{value}".'
                )
        if self.port is not None and not 1 <= self.port <= 65535:
            raise InvalidOptionError(f'Option "port" must be between 1 and 65535, not "{self.port}".')


@dataclass(frozen=True)
class OptionDescription:
    """One option as the page, the command's help and the API show it. `values` of a boolean are `true`, `false`."""

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
            values = ("true", "false")
        else:
            kind = "choice" if values else "integer"
        checked = values if kind == "choice" else ()
        descriptions.append(
            OptionDescription(option.name, kind, option.default, checked, option.metadata["help"])
        )
    return tuple(descriptions)


OPTIONS = _described()
_BY_NAME = {option.name: option for option in OPTIONS}


def parse_options(pairs: Iterable[str]) -> ExportOptions:
    """`["memory=redis", "docker=no"]` → options; a name twice, an unknown name or value is InvalidOptionError."""
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
            raise InvalidOptionError(f'Option "{option.name}" must be "true" or "false", not "{text}".')
        return BOOLEANS[text.lower()]
    if option.kind == "integer":
        if not text.isascii() or not text.isdigit():
            raise InvalidOptionError(f'Option "{option.name}" must be a whole number, not "{text}".')
        return int(text[:9])
    return cast(str, text)


def _suggestion(name: str) -> str:
    close = difflib.get_close_matches(name, _BY_NAME, n=1)
    return f' Did you mean "{close[0]}"?' if close else ""


def _listed(values: tuple[str, ...]) -> str:
    quoted = [f'"{value}"' for value in values]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"
