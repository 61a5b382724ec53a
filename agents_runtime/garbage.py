"""Keeps Python's garbage collector from looking through everything that was loaded, again and again."""

from __future__ import annotations

import gc


def leave_loaded_alone() -> None:
    """Called once something large is loaded, which stays: 200,000 objects of LangChain, 130,000 of Django.

    A full collection would look at each of them, and every stream would stand still for up to 0.2 s.
    """
    gc.collect()
    gc.freeze()
