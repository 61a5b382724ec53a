"""Traces of runs in LangSmith, switched on by LANGSMITH_ENABLED=true and LANGCHAIN_API_KEY."""

from __future__ import annotations

import logging
import os

from langchain_core.callbacks import BaseCallbackHandler

logger = logging.getLogger(__name__)

ON = frozenset({"1", "true", "yes", "on"})


def langsmith_callbacks() -> list[BaseCallbackHandler]:
    """LangSmith's tracer, or nothing. LANGCHAIN_PROJECT names the project there."""
    if os.environ.get("LANGSMITH_ENABLED", "").strip().lower() not in ON:
        return []
    key = os.environ.get("LANGCHAIN_API_KEY") or os.environ.get("LANGSMITH_API_KEY")
    if not key:
        logger.warning("LANGSMITH_ENABLED is set, but LANGCHAIN_API_KEY is not: no traces are sent")
        return []
    # LangSmith comes with LangChain; it is imported only when it is used, because that takes a while.
    from langchain_core.tracers import LangChainTracer
    from langsmith import Client

    project = os.environ.get("LANGCHAIN_PROJECT") or os.environ.get("LANGSMITH_PROJECT") or "default"
    endpoint = os.environ.get("LANGCHAIN_ENDPOINT") or os.environ.get("LANGSMITH_ENDPOINT")
    return [LangChainTracer(project_name=project, client=Client(api_url=endpoint, api_key=key))]
