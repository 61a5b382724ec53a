"""spec.callbacks, spec.observability.tracing, extensions.langchain.callbacks → where traces can be sent."""

from __future__ import annotations

from typing import Literal

from exporter.agent_plan import TracingPlan

from .place import Place

Tracer = Literal["langfuse", "opentelemetry", "langsmith"]
TRACERS: dict[str, Tracer] = {
    "langfuse": "langfuse",
    "opentelemetry": "opentelemetry",
    "otel": "opentelemetry",
    "otlp": "opentelemetry",
    "otlp_http": "opentelemetry",
    "langsmith": "langsmith",
    "langchain_tracer": "langsmith",
}
# A project sends nothing to anybody that the person who runs it did not name.
WAITS = {
    "langfuse": "sends traces once LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY are set",
    "opentelemetry": "sends traces once OTEL_EXPORTER_OTLP_ENDPOINT is set",
    "langsmith": "part of every project; LANGSMITH_ENABLED=true switches it on",
}
COUNTED = "costs are always counted"


def plan_tracing(spec: Place, langchain: Place) -> TracingPlan:
    wanted = {
        *_callbacks(spec["callbacks"]),
        *_listed(langchain["callbacks"]),
        *_observed(spec.at("observability.tracing")),
    }
    return TracingPlan(langfuse="langfuse" in wanted, opentelemetry="opentelemetry" in wanted)


def _callbacks(section: Place) -> list[Tracer]:
    """`langfuse: true`, or `langfuse: {enabled: true}`."""
    cost_tracking = section["cost_tracking"]
    cost_tracking.mark_below("metadata", COUNTED)
    on: list[Tracer] = []
    for name, place in section.fields().items():
        tracer = TRACERS.get(_word(name))
        if tracer is None:
            continue
        switch = place["enabled"] if place.is_mapping else place
        if tracer == "langsmith":
            place.mark_below("metadata", WAITS[tracer])
        elif switch.flag() is True or (place.is_mapping and not switch.exists):
            place.mark("honoured", WAITS[tracer])
            on.append(tracer)
    return on


def _listed(callbacks: Place) -> list[Tracer]:
    """LangChain's own list: `- type: opentelemetry`."""
    return [tracer for item in callbacks.items() if (tracer := _named(item["type"]))]


def _observed(tracing: Place) -> list[Tracer]:
    """OSSA's section: `exporter: otlp`, which people call `provider` too."""
    tracer = _named(tracing.first("exporter", "provider", "backend"))
    if tracer is None or (tracer != "langsmith" and tracing["enabled"].flag() is False):
        return []
    if tracer == "opentelemetry":
        tracing["endpoint"].mark("unsupported", "set OTEL_EXPORTER_OTLP_ENDPOINT to it")
    return [tracer]


def _named(place: Place) -> Tracer | None:
    tracer = TRACERS.get(_word(place.value)) if isinstance(place.value, str) else None
    if tracer is not None:
        place.mark("metadata" if tracer == "langsmith" else "honoured", WAITS[tracer])
    return tracer


def _word(text: str) -> str:
    return text.strip().lower().replace("-", "_")
