"""Registers the runtime with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AgentsRuntimeConfig(AppConfig):
    name = "agents_runtime"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from agents_runtime import checks  # noqa: F401  (importing registers the system checks)
