"""Where conversations are kept when that is a server: the environment, by default what the manifest says."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from exporter.agent_plan import EnvRef
from exporter.memory import MEMORY_BACKENDS
from exporter.rules.facts.environment import whole_reference, with_defaults

from .place import Place

URL_PLACES = (
    "spec.memory.persistence.connection.url",
    "spec.memory.persistence.url",
    "spec.memory.config.url",
    "spec.memory.url",
    "spec.state.storage.config.endpoint",
    "extensions.langgraph.checkpointer.connection_string",
)
SCHEMES = {"redis": ("redis", "rediss"), "postgres": ("postgresql", "postgres")}
PORTS = {"redis": "6379", "postgres": "5432"}
DATABASES = {"redis": "0", "postgres": "agent"}
HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
DATABASE = re.compile(r"[A-Za-z0-9_]+")


def plan_store_address(root: Place, backend: str) -> EnvRef | None:
    """Where the store is: always from the environment, with what the manifest says as the default."""
    facts = MEMORY_BACKENDS[backend]
    if facts.url_variable is None:
        return None
    place = root.first(*URL_PLACES)
    if backend in SCHEMES and place.exists:
        reference = whole_reference(place.value)
        url = _without_password(with_defaults(str(place.value)), SCHEMES[backend])
        if url is not None or reference is not None:
            place.mark(
                "honoured", f"the default of {reference.variable if reference else facts.url_variable}"
            )
            variable = reference.variable if reference else facts.url_variable
            return EnvRef(variable, url or facts.default_url)
        place.mark("unsupported", f"no address of {facts.title}; set {facts.url_variable}")
    for section in ("spec.memory.config", "spec.state.config"):
        url = _from_parts(root.at(section), backend)
        if url is not None:
            return EnvRef(facts.url_variable, url)
    return EnvRef(facts.url_variable, facts.default_url)


def _without_password(text: str | None, schemes: tuple[str, ...]) -> str | None:
    """The address, if it is one of the backend's and holds no password: that belongs into the environment."""
    if not text:
        return None
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return None
    if parts.scheme not in schemes or not parts.hostname or parts.password is not None:
        return None
    return text.strip()


def _from_parts(config: Place, backend: str) -> str | None:
    host = config["host"]
    if backend not in SCHEMES or not host.exists:
        return None
    named = host.word()
    if named is None or not HOST.fullmatch(named):
        return None
    port = config["port"].integer()
    if port is not None and port > 65535:
        config["port"].mark("unsupported", "expected a port from 1 to 65535")
        port = None
    database = config.first("database", "db").word()
    for place, value in ((host, named), (config["port"], port)):
        if value is not None:
            place.mark("honoured", f"part of the default of {MEMORY_BACKENDS[backend].url_variable}")
    return (
        f"{SCHEMES[backend][0]}://{named}:{port or PORTS[backend]}"
        f"/{database if database and DATABASE.fullmatch(database) else DATABASES[backend]}"
    )
