"""Writes the template of openapi.yaml from what the kit's application says; part of `make golden`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from langgraph.graph.state import CompiledStateGraph

from exporter.kit.agent_definition import AgentDefinition
from exporter.kit.api import create_app
from exporter.kit.conversations_none import NoConversations
from exporter.kit.limits import Limits
from exporter.kit.sse import sse_router

TEMPLATE = Path(__file__).parents[2] / "exporter" / "templates" / "openapi.yaml.jinja"
TITLE, VERSION, DESCRIPTION, PATH = "the-title", "the-version", "the-description", "/the/sse/path"
OPERATION = re.sub(r"\W", "_", PATH)


async def nothing() -> CompiledStateGraph[Any, Any, Any, Any]:
    raise NotImplementedError


def described(*, sse: bool) -> dict[str, Any]:
    """The application's own OpenAPI, with or without the stream."""
    agent = AgentDefinition(
        name="agent",
        version=VERSION,
        title=TITLE,
        description=DESCRIPTION,
        provider=None,
        model="model",
        build=nothing,
        limits=Limits(),
        conversations=NoConversations(),
    )
    return create_app(agent, routers=[sse_router(PATH)] if sse else []).openapi()


def template_text() -> str:
    """The application's description, with expressions where the manifest decides."""
    whole, without = described(sse=True), described(sse=False)
    assert whole["components"] == without["components"], "a schema is the stream's alone"
    streams = {path: whole["paths"].pop(path) for path in [*whole["paths"]] if path not in without["paths"]}
    assert whole == without
    before = dump({key: whole[key] for key in whole if key != "components"})
    after = dump({"components": whole["components"]})
    conditional = "".join("  " + line for line in dump(streams).splitlines(keepends=True))
    text = f"{before}{{% if streaming.sse %}}\n{conditional}{{% endif %}}\n{after}"
    description = "  description: {{ agent.description | yaml }}"
    for marker, expression in (
        (f"stream_get{OPERATION}_get", "{{ stream_get | yaml }}"),
        (f"stream_post{OPERATION}_post", "{{ stream_post | yaml }}"),
        (f"{PATH}:", "{{ streaming.sse_path | yaml }}:"),
        (f"title: {TITLE}", "title: {{ agent.title | yaml }}"),
        (f"version: {VERSION}", "version: {{ agent.version | yaml }}"),
        (f"  description: {DESCRIPTION}\n", f"{{% if agent.description %}}\n{description}\n{{% endif %}}\n"),
    ):
        assert text.count(marker) == 1, marker
        text = text.replace(marker, expression)
    return text


def dump(value: Any) -> str:
    text = yaml.safe_dump(value, sort_keys=False, width=110, allow_unicode=True)
    assert "{{" not in text and "{%" not in text, "the description itself has template syntax"
    return text


def main() -> None:
    TEMPLATE.write_text(template_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
