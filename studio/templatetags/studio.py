"""Filters for our pages: names and sizes as people say them."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

register = template.Library()

SPOKEN = {"docker": "Docker files", "opentelemetry": "OpenTelemetry", "python": "Python", "tests": "Tests"}


@register.filter
def spoken(name: str) -> str:
    """`client_example` → "Client example"."""
    return SPOKEN.get(name) or name.replace("_", " ").capitalize()


@register.filter
def kilobytes(size: int) -> str:
    return f"{size / 1000:.0f} kB"


@register.filter
def ago(moment: datetime) -> str:
    """`3 hours ago`, in one unit; what is younger than a minute is "just now"."""
    since = timesince(moment, depth=1)
    return "just now" if since.startswith("0") else f"{since} ago"


@register.filter
def prose(text: str) -> SafeString:
    """Text in which `backticks` mark code, as our messages are written."""
    parts = text.split("`")
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", p) if i % 2 else p,) for i, p in enumerate(parts))
    )
