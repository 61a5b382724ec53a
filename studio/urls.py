"""Every address of the studio."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from agents_runtime.views import operations
from studio.api import api
from studio.views import agents, diagnostics, editor, errors, styleguide

urlpatterns = [
    path("", editor.show_editor, name="editor"),
    path("agents", agents.show_agents, name="agents"),
    path("agents/<slug:name>", agents.show_agent, name="agent"),
    path("docs/diagnostics", diagnostics.show_diagnostics, name="diagnostics"),
    path("api/", api.urls),
    path("health/live", operations.live),
    path("health/ready", operations.ready),
    path("metrics", operations.metrics),
    path("agents/", include("agents_runtime.urls")),
]
if settings.STUDIO_LOCAL:
    urlpatterns.append(path("styleguide", styleguide.show_styleguide, name="styleguide"))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
