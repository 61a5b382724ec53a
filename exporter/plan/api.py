"""spec.api, rate limits and logging → the server around the agent."""

from __future__ import annotations

import re

from exporter.agent_plan import ApiPlan

from .place import Place

ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?|\*")
LOG_LEVELS = {word: word for word in ("debug", "info", "warning", "error")} | {
    "warn": "warning",
    "critical": "error",
    "fatal": "error",
}
LOG_FORMATS = {"json": "json", "structured": "json", "text": "text", "plain": "text"}


def plan_api(spec: Place, extensions: Place, option_port: int | None) -> ApiPlan:
    default = ApiPlan()
    api = spec["api"]
    per_minute, burst = _rate_limit(spec)
    logging = spec.at("observability.logging")
    return ApiPlan(
        port=_port(api.first("port"), extensions.at("langchain.export_config.api_port"), option_port)
        or default.port,
        cors_origins=_origins(api["cors"]),
        requests_per_minute=per_minute,
        burst=burst,
        log_level=logging["level"].choice(LOG_LEVELS, "no level we know") or default.log_level,
        log_format=logging["format"].choice(LOG_FORMATS, 'expected "json" or "text"') or default.log_format,
    )


def _port(place: Place, exported: Place, option_port: int | None) -> int | None:
    if option_port is not None:
        for written in (place, exported):
            written.mark("unsupported", "the option `port` counts")
        return option_port
    if place.exists:
        exported.mark("unsupported", "spec.api.port counts")
    else:
        place = exported
    port = place.integer()
    if port is not None and port > 65535:
        place.mark("unsupported", "expected a port from 1 to 65535")
        return None
    return port


def _origins(cors: Place) -> tuple[str, ...]:
    if cors["enabled"].flag() is False:
        cors.mark_below("metadata", "switched off")
        return ()
    origins: list[str] = []
    for place in cors.first("origins", "allow_origins", "allowed_origins").items():
        origin = (place.word() or "").rstrip("/")
        if ORIGIN.fullmatch(origin) and origin not in origins:
            origins.append(origin)
        else:
            place.mark("unsupported", 'expected an origin like "https://app.example.com", once')
    return tuple(origins)


def _rate_limit(spec: Place) -> tuple[int | None, int | None]:
    """The first of the three places where manifests put it that is on."""
    for section in (
        spec.at("api.rate_limit"),
        spec.at("safety.rate_limiting"),
        spec.at("constraints.rate_limits"),
    ):
        if not section.exists:
            continue
        if section["enabled"].flag() is False:
            section.mark_below("metadata", "switched off")
            continue
        limit = section.first("requests_per_minute", "requestsPerMinute", "rpm").integer()
        if limit is not None:
            return limit, section.first("burst_limit", "burst").integer()
    return None, None
