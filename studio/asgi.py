"""What the server runs: HTTP goes to Django, behind a limit on body sizes; lifespan is answered."""

from __future__ import annotations

import os
from typing import Any

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
django_application = get_asgi_application()

from django.conf import settings  # noqa: E402  (Django has to be set up first)

from studio.body_limit import BodyLimit  # noqa: E402


async def lifespan(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Channels' router has no answer of its own, and servers complain about that."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


application = ProtocolTypeRouter(
    {"http": BodyLimit(django_application, settings.STUDIO_MAX_BODY_BYTES), "lifespan": lifespan}
)
