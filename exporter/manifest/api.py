"""`spec.api`: the server around the agent. OSSA leaves it open; this is what users write."""

from __future__ import annotations

from pydantic import Field

from exporter.manifest.section import Section
from exporter.manifest.text import Reference


class Cors(Section):
    """Which other sites' pages may use the server."""

    enabled: bool | None = Field(None, description="Whether any may.")
    origins: list[str] | None = Field(None, description='Their origins, as in "https://app.example.com".')


class RateLimit(Section):
    """How often the agent may be asked."""

    enabled: bool | None = Field(None, description="Whether there is a limit.")
    requests_per_minute: int | Reference | None = Field(None, description="Requests a minute.")
    burst: int | Reference | None = Field(None, description="Requests at once beyond that.")


class Api(Section):
    """The server around the agent."""

    port: int | Reference | None = Field(
        None, description="Port that it listens on, 8000 unless said otherwise."
    )
    cors: Cors | None = Field(None, description="Which other sites' pages may use it.")
    rate_limit: RateLimit | None = Field(None, description="How often the agent may be asked.")
