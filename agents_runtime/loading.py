"""Loads LangChain, which takes seconds: once, in a thread, and only in a process that runs agents."""

from __future__ import annotations

import asyncio
import sys
from importlib import import_module

from agents_runtime.garbage import leave_loaded_alone


async def load_engine() -> None:
    if "agents_runtime.outcome" not in sys.modules:
        await asyncio.to_thread(_load)


def _load() -> None:
    import_module("agents_runtime.outcome")
    import_module("langchain_openai")
    leave_loaded_alone()
