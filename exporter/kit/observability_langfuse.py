"""Traces of runs in Langfuse, switched on by LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY."""

from __future__ import annotations

import logging
import os

from langchain_core.callbacks import BaseCallbackHandler

logger = logging.getLogger(__name__)


def langfuse_callbacks() -> list[BaseCallbackHandler]:
    """Langfuse's handler, or nothing. LANGFUSE_HOST or LANGFUSE_BASE_URL says where it is."""
    public_key = os.environ.get("LANGFUSE_PUBLIC_KEY")
    if not (public_key and os.environ.get("LANGFUSE_SECRET_KEY")):
        return []
    try:
        from langfuse import Langfuse
        from langfuse.langchain import CallbackHandler
    except ImportError:
        logger.warning("LANGFUSE_PUBLIC_KEY is set, but langfuse is not installed: no traces are sent")
        return []
    Langfuse(public_key=public_key)  # reads the other variables, and is found by its key
    return [CallbackHandler(public_key=public_key)]
