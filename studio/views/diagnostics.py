"""The catalogue of rules as a page: where a diagnostic's link leads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from exporter.check import CATALOGUE


def show_diagnostics(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/diagnostics.html", {"rules": CATALOGUE})
