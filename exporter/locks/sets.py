"""What exported projects may need, by name: the base, and what providers, memory and options add."""

from __future__ import annotations

from exporter.memory import MEMORY_BACKENDS
from exporter.providers import PROVIDERS

OPTIONS: dict[str, tuple[str, ...]] = {
    "base": (
        "langchain>=1.4,<2",
        "langgraph>=1.2,<2",
        "fastapi>=0.115",
        "uvicorn[standard]>=0.30",
        "sse-starlette>=1.8.0",
        "websockets>=12.0",
        "python-dotenv>=1",
        "httpx>=0.27",
        "genai-prices>=0.2",
        "pydantic>=2.9,<3",
    ),
    "mcp": ("langchain-mcp-adapters>=0.3,<1",),
    "langfuse": ("langfuse>=4",),
    "opentelemetry": ("opentelemetry-sdk>=1.30", "opentelemetry-exporter-otlp-proto-http>=1.30"),
    "test": ("pytest>=8", "pytest-asyncio>=1"),
}


def lock_sets() -> dict[str, tuple[str, ...]]:
    """Every set with its requirements; the base comes first."""
    sets = dict(OPTIONS)
    for provider in PROVIDERS.values():
        sets.setdefault(provider.lock_set, (provider.requirement,))
    for backend in MEMORY_BACKENDS.values():
        if backend.lock_set is not None:
            sets[backend.lock_set] = backend.requirements
    return sets
