"""In local mode nobody signs in, so nobody but this machine may connect: HTTP and sockets alike."""

from __future__ import annotations

from typing import Any

from exporter.kit.sites import is_loopback
from studio.refusals import refuse


class LocalOnly:
    """ASGI middleware; a peer without an address, as behind a socket file, may be anybody."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        peer = scope.get("client")
        if peer is not None and is_loopback(peer[0]):
            await self.application(scope, receive, send)
            return
        message = "This studio serves its own machine only; STUDIO_LOCAL=0 makes it a server for others."
        await refuse(scope, receive, send, 403, "local_only", message)
