"""The page that shows all parts in both themes, in local mode."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show_styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/styleguide.html", {"themes": ["light", "dark"]})
