"""Loads LangChain, which takes seconds: once, in a thread, and only in a process that runs agents."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module

from agents_runtime.garbage import leave_loaded_alone

_loaded: Future[None] | None = None


async def load_engine() -> None:
    """Whoever comes while it is loaded waits: a second thread would find modules that are half there."""
    global _loaded
    if _loaded is None:
        thread = ThreadPoolExecutor(1, thread_name_prefix="loading")
        _loaded = thread.submit(_load)
        thread.shutdown(wait=False)
    await asyncio.wrap_future(_loaded)


def _load() -> None:
    import_module("agents_runtime.outcome")
    import_module("langchain_openai")
    leave_loaded_alone()
