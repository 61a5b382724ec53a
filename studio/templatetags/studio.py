"""Filters for our pages: names and sizes as people say them."""

from __future__ import annotations

from django import template

register = template.Library()

SPOKEN = {"docker": "Docker files", "opentelemetry": "OpenTelemetry", "python": "Python", "tests": "Tests"}


@register.filter
def spoken(name: str) -> str:
    """`client_example` → "Client example"."""
    return SPOKEN.get(name) or name.replace("_", " ").capitalize()


@register.filter
def kilobytes(size: int) -> str:
    return f"{size / 1000:.0f} kB"
