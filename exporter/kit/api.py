"""The server around an agent: `create_app` puts the parts together, `serve` listens.

    AGENT = AgentDefinition(..., provider="openai", model=MODEL, checks={"mcp": check_mcp})
    app = create_app(AGENT, SETTINGS, [sse_router("/chat/stream"), websocket_router("/chat/ws")])

A chat model of another provider (a fallback) says so: `metadata={"price_provider": "anthropic"}`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import uvicorn
from fastapi import APIRouter, FastAPI
from langchain_core.callbacks import BaseCallbackHandler
from starlette.middleware.cors import CORSMiddleware

from .agent_definition import AgentDefinition, unpriced_budget
from .answering import Answering
from .budget import create_budget
from .chat_routes import router as chat_router
from .error_answers import install_error_answers
from .ledger import Ledger
from .listener import listen, on_stop_signal
from .logs import configure_logging
from .openai_api import router as openai_router
from .pricing import find_price
from .rate_limit import RateLimit
from .routes import costs, server, sessions
from .run_progress import save_progress_forever
from .runs import Runs
from .security import Access, AccessMiddleware
from .serving import Serving
from .settings import Environment, ServerSettings, read_environment

__all__ = ["ServerSettings", "create_app", "serve"]

logger = logging.getLogger(__name__)

ROUTERS = (chat_router, costs, sessions, openai_router, server)


def create_app(
    agent: AgentDefinition,
    settings: ServerSettings = ServerSettings(),  # noqa: B008 (frozen)
    routers: Sequence[APIRouter] = (),
    callbacks: Sequence[BaseCallbackHandler] = (),
) -> FastAPI:
    """The application; `routers` are the streaming endpoints and `callbacks` the observers that are on."""
    environment = read_environment()
    serving = _create_serving(agent, settings, environment, callbacks)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        configure_logging(*_logging(settings, environment))
        if (gap := unpriced_budget(agent)) is not None:
            logger.warning(gap)
        async with AsyncExitStack() as stack:
            await serving.ledger.open()
            stack.push_async_callback(serving.ledger.close)
            serving.runs.answering.forget_spent(await serving.ledger.spent())
            await agent.conversations.open()
            stack.push_async_callback(agent.conversations.close)
            saving = asyncio.create_task(save_progress_forever(serving.runs))
            stack.push_async_callback(_end, saving)
            host, port = environment.host or settings.host, environment.port or settings.port
            if settings.websocket_port not in (None, port):
                await stack.enter_async_context(listen(app, host, settings.websocket_port))
            stack.push_async_callback(serving.stop)
            stack.enter_context(on_stop_signal(serving.stop))
            yield

    app = FastAPI(title=agent.title, version=agent.version, description=agent.description, lifespan=lifespan)
    app.state.serving = serving
    install_error_answers(app)
    app.add_middleware(AccessMiddleware, access=serving.access)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_credentials="*" not in settings.cors_origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
        )
    for router in (*ROUTERS, *routers):
        app.include_router(router)
    return app


def _create_serving(
    agent: AgentDefinition,
    settings: ServerSettings,
    environment: Environment,
    callbacks: Sequence[BaseCallbackHandler],
) -> Serving:
    limits = agent.limits
    priced = find_price(agent.provider, agent.model) is not None
    ledger = Ledger(environment.costs_file, agent.model, priced=priced)
    answering = Answering(agent, ledger, create_budget(limits), callbacks)
    most = limits.max_concurrent_runs or environment.max_runs
    rate = RateLimit(settings.requests_per_minute, settings.burst) if settings.requests_per_minute else None
    return Serving(
        agent=agent,
        runs=Runs(agent, ledger, answering, environment.grace_seconds, most),
        ledger=ledger,
        access=Access(environment.api_key, settings.cors_origins, rate, _hosts(settings, environment)),
    )


def _logging(settings: ServerSettings, environment: Environment) -> tuple[str, str]:
    return environment.log_level or settings.log_level, environment.log_format or settings.log_format


def _hosts(settings: ServerSettings, environment: Environment) -> tuple[str, ...]:
    return ((environment.host or settings.host).lower(), *environment.allowed_hosts)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait({task})


def serve(app: FastAPI, settings: ServerSettings) -> None:
    """Listen until stopped. HOST and PORT in the environment win over the manifest."""
    environment = read_environment()
    configure_logging(*_logging(settings, environment))
    uvicorn.run(
        app,
        log_config=None,
        host=environment.host or settings.host,
        port=environment.port or settings.port,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=10,
    )
