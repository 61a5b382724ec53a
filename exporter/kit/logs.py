"""Structured logs: one JSON object a line, without messages, keys or query strings."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from .errors import redact

OWN_FIELDS = ("run_id", "session_id", "state", "seconds", "tokens", "cost")


class JsonFormatter(logging.Formatter):
    """Time, level, logger and text, and the fields that our own log calls add."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        line.update({name: getattr(record, name) for name in OWN_FIELDS if hasattr(record, name)})
        if record.exc_info:
            line["exception"] = redact(self.formatException(record.exc_info))
        return json.dumps(line, default=str)


class TextFormatter(logging.Formatter):
    """The same for people to read."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class WithoutQuery(logging.Filter):
    """uvicorn logs whole addresses, and GET /chat/stream has the message in its query."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                value.partition("?")[0] if isinstance(value, str) and value.startswith("/") else value
                for value in record.args
            )
        return True


def configure_logging(level: str, form: str) -> None:
    """Once, when the server starts; a program that has set up its own handlers keeps them."""
    for name in ("uvicorn.access", "uvicorn.error"):
        logger = logging.getLogger(name)
        if not any(isinstance(each, WithoutQuery) for each in logger.filters):
            logger.addFilter(WithoutQuery())
    root = logging.getLogger()
    if root.handlers:
        return
    handler = logging.StreamHandler()
    text = TextFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonFormatter() if form == "json" else text)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    for name in ("httpx", "httpx2"):
        logging.getLogger(name).setLevel("WARNING")
