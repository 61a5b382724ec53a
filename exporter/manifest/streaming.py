"""`spec.streaming`: at which paths answers are streamed. OSSA leaves it open; this is what users write."""

from __future__ import annotations

from pydantic import Field

from exporter.manifest.section import Section
from exporter.manifest.text import Reference


class SseStreaming(Section):
    """Server-sent events."""

    enabled: bool | None = Field(None, description="Whether they are served.")
    endpoint: str | None = Field(None, description='Path, "/chat/stream" unless said otherwise.')


class WebSocketStreaming(Section):
    """A WebSocket."""

    enabled: bool | None = Field(None, description="Whether it is served.")
    endpoint: str | None = Field(None, description='Path, "/chat/ws" unless said otherwise.')
    port: int | Reference | None = Field(
        None, description="A port of its own; the server's unless said otherwise."
    )


class AgentMeshStreaming(Section):
    """Streams to other agents."""

    enabled: bool | None = Field(None, description="Whether they are sent.")
    mesh_url: str | None = Field(None, description="Address of the mesh of agents.")


class StreamingCallbacks(Section):
    """Which events are sent."""

    on_llm_start: bool | None = Field(None, description="When a request to the chat model begins.")
    on_llm_new_token: bool | None = Field(None, description="Each piece of an answer.")
    on_llm_end: bool | None = Field(None, description="When a request to the chat model ended.")
    on_tool_start: bool | None = Field(None, description="When a tool is called.")
    on_tool_end: bool | None = Field(None, description="When a tool has answered.")


class Streaming(Section):
    """At which paths answers are streamed."""

    sse: SseStreaming | None = Field(None, description="Server-sent events.")
    websocket: WebSocketStreaming | None = Field(None, description="A WebSocket.")
    a2a: AgentMeshStreaming | None = Field(None, description="Streams to other agents.")
    callbacks: StreamingCallbacks | None = Field(None, description="Which events are sent.")
