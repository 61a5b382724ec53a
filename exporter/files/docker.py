"""Dockerfile, .dockerignore, docker-compose.yaml: the server in a container, with the store it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..quoting import PlainSource, Source, number, yaml
from .project import Project, TemplateFile

SERVICES = {
    "redis": "redis://:${REDIS_PASSWORD:?set REDIS_PASSWORD in .env}@redis:6379/0",
    "postgres": "postgresql://agent:${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD in .env}@postgres:5432/agent",
}
"""The address of each service inside the compose network."""


def wanted(project: Project) -> bool:
    return project.options.docker


def compose_service(project: Project) -> str | None:
    return project.memory_backend.compose_service


def ports(project: Project) -> list[PlainSource]:
    """The server's port, and the WebSocket's where it has its own."""
    agent = project.agent
    found = [agent.api.port]
    if agent.streaming.websocket and agent.streaming.websocket_port is not None:
        found.append(agent.streaming.websocket_port)
    return [number(port) for port in dict.fromkeys(found)]


def _dockerfile(project: Project) -> Mapping[str, object]:
    return {"agent": project.agent, "python": PlainSource(project.options.python), "ports": ports(project)}


def _compose(project: Project) -> Mapping[str, object]:
    service = compose_service(project)
    return {
        "image": project.folder,
        "port": str(project.agent.api.port),
        "environment": list(_environment(project)),
        "ports": ports(project),
        "service": service and PlainSource(service),
    }


def _environment(project: Project) -> Iterator[tuple[Source, Source]]:
    """Variables that are different inside the container."""
    backend, plan = project.memory_backend, project.agent.memory
    variable = plan.url.variable if plan.url else backend.url_variable
    if variable is None:
        return
    if backend.compose_service is None:
        yield yaml(variable), yaml("/data/conversations.sqlite3")
    else:
        yield yaml(variable), yaml(SERVICES[backend.compose_service])


FILES = (
    TemplateFile("Dockerfile", when=wanted, context=_dockerfile),
    TemplateFile(".dockerignore", when=wanted),
    TemplateFile("docker-compose.yaml", when=wanted, context=_compose),
)
