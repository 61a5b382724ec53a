"""What `enabled` means in an extension: where it is false, nothing of the extension is planned."""

from __future__ import annotations

from typing import Any

from exporter.nodes import join_pointer

from .trace import Trace

NAMES = ("langchain", "langgraph", "mcp")


def without_switched_off(document: Any, trace: Trace) -> Any:
    """The document as planning reads it; the coverage goes by what was written."""
    extensions = document.get("extensions") if isinstance(document, dict) else None
    if not isinstance(extensions, dict):
        return document
    off = [name for name in NAMES if _is_off(extensions.get(name))]
    for name in off:
        trace.mark(_switch(name), "honoured", "")
        trace.mark_below(join_pointer("/extensions", name), "metadata", "switched off")
    kept = {name: value for name, value in extensions.items() if name not in off}
    return {**document, "extensions": kept} if off else document


def mark_switches(trace: Trace) -> None:
    """Where something of an extension is honoured, so is its switch."""
    for name in NAMES:
        inside = join_pointer("/extensions", name) + "/"
        if any(status == "honoured" for path, (status, _) in trace.marks.items() if path.startswith(inside)):
            trace.mark(_switch(name), "honoured", "")


def _switch(name: str) -> str:
    return join_pointer(join_pointer("/extensions", name), "enabled")


def _is_off(extension: Any) -> bool:
    return isinstance(extension, dict) and extension.get("enabled") in (False, "false")
