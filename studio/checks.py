"""System checks: what would make the pages useless is said at start, with what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def check_front_end_is_built(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if (settings.STATIC_ROOT / "staticfiles.json").exists():
        return []
    return [Error("The front end is not built.", hint="Run `make setup`.", id="studio.E001")]
