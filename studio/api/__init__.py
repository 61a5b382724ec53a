"""The HTTP API, documented at /api/docs: everything the page does, other programs can."""

from __future__ import annotations

from ninja import NinjaAPI

from studio.api import agents, catalogue, ledger, manifests, playground, revisions
from studio.api.docs import PlainDocs
from studio.api.errors import register_error_handlers

api = NinjaAPI(
    title="OSSA Studio",
    version="0.1.0",
    description="Check OSSA manifests, export them as LangChain projects, keep them as agents and try those.",
    docs=PlainDocs(),
    urls_namespace="api",
)
api.add_router("/manifests", manifests.router)
api.add_router("/agents", agents.router)
api.add_router("/agents", revisions.router)
api.add_router("/playground", playground.router)
api.add_router("/ledger", ledger.router)
api.add_router("", catalogue.router)
register_error_handlers(api)
