"""What the server runs: first who may connect, then HTTP to Django and sockets to their routes."""

from __future__ import annotations

import os
import sys
from typing import Any

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
try:
    django_application = get_asgi_application()
except ImproperlyConfigured as error:
    sys.exit(f"The studio cannot start: {error}")

from django.conf import settings

from studio.body_limit import BodyLimit
from studio.lifespan import Started, lifespan
from studio.local_only import LocalOnly
from studio.own_site import OwnSite
from studio.routing import websocket_urlpatterns
from studio.signed_in import with_person


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
