"""Combinations of settings that cannot work, said before anything starts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, register


@register()
def queue_needs_its_servers(app_configs: Any, **named: Any) -> list[Error]:
    problems = []
    if settings.STUDIO_DISPATCH == "queue":
        if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
            hint = "Set STUDIO_DATABASE_URL, or STUDIO_DISPATCH=local."
            problems.append(Error("The queue of runs needs PostgreSQL.", hint=hint, id="agents_runtime.E001"))
        if not settings.STUDIO_REDIS_URL:
            hint = "Set STUDIO_REDIS_URL, or STUDIO_DISPATCH=local."
            problems.append(
                Error(
                    "Workers reach viewers through Redis, which is not set.",
                    hint=hint,
                    id="agents_runtime.E002",
                )
            )
    return problems


def what_cannot_work() -> str:
    """The same in sentences, for servers that run no system checks; empty where nothing is wrong."""
    return " ".join(f"{problem.msg} {problem.hint}" for problem in queue_needs_its_servers(None))
