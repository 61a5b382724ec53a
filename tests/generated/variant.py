"""One export that is driven, and how manifests of ours for it are made."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import yaml

from .corpus import MANIFESTS, CorpusAgent

FUNCTION = {
    "type": "function",
    "name": "book_table",
    "description": "Books a table",
    "parameters": {
        "type": "object",
        "properties": {
            "guests": {"type": "integer", "minimum": 1},
            "kind": {"enum": ["inside", "outside"], "default": "inside"},
            "class": {"type": "array", "items": {"type": "string"}},
            "who-is-it": {"type": "object", "properties": {"name": {"type": "string"}}},
        },
        "required": ["guests"],
    },
}
API = {
    "type": "api",
    "name": "temperature",
    "description": "The temperature in a city",
    "endpoint": "${WEATHER_API:-https://weather.example.com}/cities/{city}",
    "method": "GET",
    "auth": {"type": "bearer", "credentials": "WEATHER_TOKEN"},
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}, "unit": {"type": "string", "default": "C"}},
        "required": ["city"],
    },
}
# What a variant of ours has in spec.llm so that a stall and a refusal end soon; an owner may write the same.
QUICK = {
    "timeout": 4,
    "retry_config": {"max_attempts": 2, "backoff_strategy": "none", "initial_delay_ms": 50},
}


@dataclass(frozen=True)
class Variant:
    """One export, and what is peculiar about driving it. `call` is a tool call the fake model makes.

    Those that are driven through the long list wait for nothing long: see `QUICK`.
    """

    name: str
    text: str
    provider: str = "openai"
    document: int = 0
    options: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    sse_path: str | None = "/chat/stream"
    websocket_path: str | None = "/chat/ws"
    websocket_port: int | None = None
    command: str = "uvicorn"
    service: str | None = None
    call: str | None = None
    priced: bool | None = True
    tells_usage: bool = True
    remembers: bool = True
    remembers_over_restart: bool = False
    model_variable: str = "MODEL"


def manifest(name: str, **spec: Any) -> str:
    """A manifest with a role and this spec."""
    whole = {
        "apiVersion": "ossa/v0.4.6",
        "kind": "Agent",
        "metadata": {"name": name, "version": "1.0.0", "description": f"The variant {name}"},
        "spec": {"role": "You are a helpful AI assistant", **spec},
    }
    return yaml.safe_dump(whole, sort_keys=False)


def openai_variant(name: str, call: str | None = None, **more: Any) -> Variant:
    """`more` is spec, but for the fields of `Variant`."""
    fields = {key: more.pop(key) for key in list(more) if key in Variant.__dataclass_fields__}
    llm = {"provider": "openai", "model": "${MODEL:-gpt-4o}", **QUICK}
    return Variant(name, manifest(name, llm=llm, **more), call=call, **fields)


def quick_lines() -> str:
    """`QUICK` as two lines of a `spec.llm` that somebody wrote."""
    return "".join(f"    {key}: {json.dumps(value)}\n" for key, value in QUICK.items())


def read(agent: CorpusAgent, *changes: tuple[str, str]) -> str:
    """A manifest as somebody wrote it, but for these replacements."""
    if not MANIFESTS.is_dir():
        return manifest("missing")
    text = agent.text
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text
