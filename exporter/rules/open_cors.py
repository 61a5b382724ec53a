"""CORS that lets every website talk to the agent."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.reading import agent_spec, at
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    cors = at(agent_spec(context), "api", "cors")
    origins = at(cors, "origins")
    if at(cors, "enabled") is False or not isinstance(origins, list):
        return
    for index, origin in enumerate(origins):
        if origin == "*":
            yield Finding(
                'With the origin "*" every website that a user visits can talk to the agent at your cost.'
                " Name the origins that need it.",
                f"/spec/api/cors/origins/{index}",
            )


RULE = Rule(
    id="open-cors",
    severity=Severity.WARNING,
    title="Every website may call the agent",
    why="A page that somebody visits could start runs, which cost money, on a server that only she can"
    " reach.",
    mend="List the origins of your own pages, such as `https://app.example.com`.",
    check=check,
)
