"""Traces of runs in Langfuse, switched on by LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY."""

from __future__ import annotations

import logging
import os
from importlib.util import find_spec

from langchain_core.callbacks import BaseCallbackHandler

logger = logging.getLogger(__name__)


def langfuse_callbacks() -> list[BaseCallbackHandler]:
    """Langfuse's handler, or nothing. LANGFUSE_HOST or LANGFUSE_BASE_URL says where it is."""
    if not (os.environ.get("LANGFUSE_PUBLIC_KEY") and os.environ.get("LANGFUSE_SECRET_KEY")):
        return []
    if find_spec("langfuse") is None:
        logger.warning("LANGFUSE_PUBLIC_KEY is set, but the package langfuse is not installed: no traces")
        return []
    from langfuse.langchain import CallbackHandler

    return [CallbackHandler()]
