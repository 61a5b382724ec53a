"""Calls functions that use the ORM from async code, in threads of our own, each with its connection.

Django's own way back from async code is one thread for the whole process, in which a slow page would hold up
every run. SQLite gets a single thread too, but one that nobody else uses: it has one writer anyway.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, InternalError, OperationalError, close_old_connections, connection

Given = ParamSpec("Given")
Result = TypeVar("Result")

POSTGRES_THREADS = 4


def _workers() -> int:
    return POSTGRES_THREADS if connection.vendor == "postgresql" else 1


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_workers(), thread_name_prefix="database")


@cache
def _signs_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="signs of life")


async def in_database(work: Callable[Given, Result], /, *args: Given.args, **named: Given.kwargs) -> Result:
    """What `work` returns or raises. A caller that is cancelled does not stop it: it is done or not done."""
    return await _in(_threads(), partial(work, *args, **named))


async def in_database_at_once(
    work: Callable[Given, Result], /, *args: Given.args, **named: Given.kwargs
) -> Result:
    """The same in a thread of its own, for signs of life: they must not wait behind what waits for locks."""
    return await _in(_signs_thread(), partial(work, *args, **named))


def may_pass(error: BaseException) -> bool:
    """Whether the same may work later: the database is away or busy; else it refuses what it is given."""
    return isinstance(error, OperationalError | InterfaceError | InternalError)


def wait_for_database(work: Callable[[], Result]) -> Result:
    """The same from code that cannot wait asynchronously: it holds the event loop for a few milliseconds."""
    return _threads().submit(_with_usable_connection, work).result()


async def _in(threads: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
    call = partial(_with_usable_connection, work)
    return await asyncio.get_running_loop().run_in_executor(threads, call)


def _with_usable_connection(work: Callable[[], Result]) -> Result:
    # These few are kept, unless they broke: Django would close each after each call, and SQLite would write
    # its whole journal back each time.
    connection.close_at = None
    close_old_connections()
    return work()
