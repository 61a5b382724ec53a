"""What the server runs: first who may connect, then HTTP to Django and sockets to their routes."""

from __future__ import annotations

import os
from typing import Any

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
django_application = get_asgi_application()

from django.conf import settings  # noqa: E402  (Django has to be set up first)

from studio.body_limit import BodyLimit  # noqa: E402
from studio.lifespan import Started, lifespan  # noqa: E402
from studio.local_only import LocalOnly  # noqa: E402
from studio.own_site import OwnSite  # noqa: E402
from studio.routing import websocket_urlpatterns  # noqa: E402
from studio.signed_in import with_person  # noqa: E402


def guarded(application: Any) -> Any:
    own = OwnSite(Started(application))
    return LocalOnly(own) if settings.STUDIO_LOCAL else own


application = ProtocolTypeRouter(
    {
        "http": guarded(BodyLimit(django_application, settings.STUDIO_MAX_BODY_BYTES)),
        "websocket": guarded(with_person(URLRouter(websocket_urlpatterns))),
        "lifespan": lifespan,
    }
)
