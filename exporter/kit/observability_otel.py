"""Traces of runs over OpenTelemetry, in its GenAI terms, switched on by OTEL_EXPORTER_OTLP_ENDPOINT."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, LLMResult

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

logger = logging.getLogger(__name__)

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")


def otel_callbacks() -> list[BaseCallbackHandler]:
    """A handler that makes spans, or nothing. The other OTEL_… variables work as everywhere."""
    if not any(os.environ.get(name) for name in ENDPOINTS):
        return []
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        logger.warning(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, but the packages opentelemetry-sdk and"
            " opentelemetry-exporter-otlp-proto-http are not installed: no traces are sent"
        )
        return []
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return [SpanHandler(provider.get_tracer("agent"))]


class SpanHandler(BaseCallbackHandler):
    """One span for the run, one for each model request and tool call in it. No messages, no arguments."""

    run_inline = True  # in the event loop, not in a thread: the spans of a run are opened and closed in order

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._runs: dict[UUID, UUID] = {}
        """The outermost run of what LangChain calls a run, which each step of the graph is too."""
        self._spans: dict[UUID, dict[UUID, Span]] = {}

    def on_chain_start(
        self, serialized: Any, inputs: Any, *, run_id: UUID, parent_run_id: UUID | None = None, **kwargs: Any
    ) -> None:
        if parent_run_id is None:
            self._start("invoke_agent", run_id, None)
        else:
            self._runs[run_id] = self._runs.get(parent_run_id, parent_run_id)

    def on_chain_end(self, outputs: Any, *, run_id: UUID, **kwargs: Any) -> None:
        self._end(run_id)

    def on_chain_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        self._end(run_id, error)

    def on_chat_model_start(
        self,
        serialized: Any,
        messages: list[list[BaseMessage]],
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        **kwargs: Any,
    ) -> None:
        metadata = kwargs.get("metadata") or {}
        span = self._start("chat", run_id, parent_run_id, str(metadata.get("ls_model_name", "")))
        span.set_attribute("gen_ai.provider.name", str(metadata.get("ls_provider", "")))

    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **kwargs: Any) -> None:
        span = self._spans.get(self._runs.get(run_id, run_id), {}).get(run_id)
        generation = response.generations[0][0]
        message = generation.message if isinstance(generation, ChatGeneration) else None
        if span is not None and isinstance(message, AIMessage) and message.usage_metadata is not None:
            span.set_attribute("gen_ai.usage.input_tokens", message.usage_metadata["input_tokens"])
            span.set_attribute("gen_ai.usage.output_tokens", message.usage_metadata["output_tokens"])
        self._end(run_id)

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        self._end(run_id, error)

    def on_tool_start(
        self,
        serialized: dict[str, Any] | None,
        input_str: str,
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        **kwargs: Any,
    ) -> None:
        self._start("execute_tool", run_id, parent_run_id, str((serialized or {}).get("name", "")))

    def on_tool_end(self, output: Any, *, run_id: UUID, **kwargs: Any) -> None:
        self._end(run_id)

    def on_tool_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        self._end(run_id, error)

    def _start(self, operation: str, run_id: UUID, parent_run_id: UUID | None, name: str = "") -> Span:
        from opentelemetry.trace import set_span_in_context

        root = run_id if parent_run_id is None else self._runs.get(parent_run_id, parent_run_id)
        self._runs[run_id] = root
        spans = self._spans.setdefault(root, {})
        context = set_span_in_context(spans[root]) if root in spans else None
        attributes = {"gen_ai.operation.name": operation}
        if name:
            attributes["gen_ai.tool.name" if operation == "execute_tool" else "gen_ai.request.model"] = name
        span = self._tracer.start_span(f"{operation} {name}".strip(), context, attributes=attributes)
        spans[run_id] = span
        return span

    def _end(self, run_id: UUID, error: BaseException | None = None) -> None:
        root = self._runs.pop(run_id, run_id)
        spans = self._spans.get(root, {})
        # A cancelled run tells nothing of the requests that were open in it: they end with it.
        ending = list(spans) if run_id == root else [run_id]
        for one in reversed(ending):
            span = spans.pop(one, None)
            if span is None:
                continue
            if error is not None:
                span.set_attribute("error.type", type(error).__name__)
            span.end()
        if run_id == root:
            self._spans.pop(root, None)
            self._runs = {one: its for one, its in self._runs.items() if its != root}
