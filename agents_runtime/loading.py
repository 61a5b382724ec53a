"""Loads LangChain, which takes seconds: once, in a thread, and only in a process that runs agents."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from types import ModuleType

from agents_runtime.garbage import leave_loaded_alone

# One thread, so that what is loaded is never met half loaded by another.
_thread = ThreadPoolExecutor(1, thread_name_prefix="loading")
_loaded: dict[str, Future[ModuleType]] = {}


async def load_engine() -> None:
    """All that any run needs. Whoever comes while it is loaded waits."""
    await load_module("langchain_openai")
    await load_module("agents_runtime.outcome")


async def load_module(name: str) -> ModuleType:
    """The module, imported without holding up the streams that others watch."""
    if name not in _loaded:
        _loaded[name] = _thread.submit(_load, name)
    return await asyncio.wrap_future(_loaded[name])


def _load(name: str) -> ModuleType:
    module = import_module(name)
    leave_loaded_alone()
    return module
