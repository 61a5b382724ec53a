"""The server around an agent: `create_app` puts the parts together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI

from .agent_definition import AgentDefinition


@dataclass(frozen=True)
class ServerSettings:
    """What the manifest says about the server; secrets and places come from the environment (settings.py)."""

    host: str = "127.0.0.1"
    port: int = 8000
    websocket_port: int | None = None
    cors_origins: tuple[str, ...] = ()
    requests_per_minute: int | None = None
    burst: int | None = None
    log_level: str = "info"
    log_format: str = "json"


def create_app(
    agent: AgentDefinition, settings: ServerSettings, routers: Sequence[APIRouter] = ()
) -> FastAPI:
    """The application; `routers` are the streaming endpoints, as far as they are on."""
    app = FastAPI(title=agent.title, version=agent.version, description=agent.description)
    for router in routers:
        app.include_router(router)
    return app


def serve(app: FastAPI, settings: ServerSettings) -> None:
    """Listen until stopped."""
    import uvicorn

    uvicorn.run(app, host=settings.host, port=settings.port)
