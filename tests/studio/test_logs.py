"""Log lines as JSON."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

from studio.logs import JsonFormatter


def written(message: str, *arguments: object, **more: Any) -> dict[str, Any]:
    record = logging.getLogger("agents_runtime.runner").makeRecord(
        "agents_runtime.runner",
        logging.ERROR,
        "runner.py",
        1,
        message,
        arguments,
        more.pop("exc_info", None),
        **more,
    )
    text = JsonFormatter().format(record)
    assert "\n" not in text
    line: dict[str, Any] = json.loads(text)
    return line


def test_a_line_says_when_how_bad_where_and_what() -> None:
    line = written('It said "%s"\n and more: %s', "ü", 1)
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "error",
        "logger": "agents_runtime.runner",
        "message": 'It said "ü"\n and more: 1',
    }


def test_a_line_about_a_run_names_it() -> None:
    assert written("It ended", extra={"run_id": "1f"})["run_id"] == "1f"


def test_an_exception_is_part_of_its_line() -> None:
    try:
        raise ValueError("wrong")
    except ValueError:
        line = written("It failed", exc_info=sys.exc_info())
    assert line["exception"].startswith("Traceback")
    assert line["exception"].endswith("ValueError: wrong")
