"""Loads LangChain, which takes seconds: once, in a thread, and only in a process that runs agents."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from types import ModuleType

from agents_runtime.garbage import leave_loaded_alone

ENGINE = "agents_runtime.outcome"
# One thread, so that what is loaded is never met half loaded by another.
_thread = ThreadPoolExecutor(1, thread_name_prefix="loading")
_loaded: dict[str, Future[ModuleType]] = {}


async def load_engine() -> None:
    """All that any run needs. Whoever comes while it is loaded waits."""
    await load_module("langchain_openai")
    await load_module(ENGINE)


async def load_module(name: str) -> ModuleType:
    """The module, imported without holding up the streams that others watch; what failed is tried again."""
    loading = _loaded.get(name)
    if loading is None or (loading.done() and loading.exception() is not None):
        loading = _loaded[name] = _thread.submit(_load, name)
    # Whoever is cancelled meanwhile leaves: the others still wait for it.
    return await asyncio.shield(asyncio.wrap_future(loading))


def _load(name: str) -> ModuleType:
    module = import_module(name)
    if name == ENGINE:
        leave_loaded_alone()
    return module
