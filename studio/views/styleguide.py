"""The page that shows all parts in both themes, in local mode."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# As tool_card.js shows them: the state, its icon, its words.
TOOL_STATES = [
    ("running", "clock", "running"),
    ("waiting", "person", "waits for your answer"),
    ("done", "good", "0.4 s"),
    ("failed", "error", "failed after 0.4 s"),
    ("stopped", "stop", "stopped"),
]


def show_styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/styleguide.html", {"themes": ["light", "dark"], "tool_states": TOOL_STATES})
