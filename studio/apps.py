"""Registers the studio with Django."""

from django.apps import AppConfig
from django.core.signals import request_started
from django.db import close_old_connections, reset_queries


class StudioConfig(AppConfig):
    name = "studio"

    def ready(self) -> None:
        from studio import checks  # noqa: F401  (importing registers the system checks)

        # A request's thread is new, so there is nothing in it to tidy up; but Django would start that thread
        # for it, and a stream that needs none would keep it to its end.
        request_started.disconnect(reset_queries)
        request_started.disconnect(close_old_connections)
