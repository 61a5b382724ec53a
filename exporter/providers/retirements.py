"""Chat models that their providers have switched off, or said they will: as their own pages told on AS_OF.

The rules have no clock, so that one manifest gets one answer: AS_OF divides "was" from "will be".
Names are compared in lower case. Where people leave a model's date out, that name is listed too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

AS_OF = date(2026, 11, 22)


@dataclass(frozen=True)
class Retirement:
    """The day on which a provider stops to answer requests for a model, and what it recommends instead."""

    day: date
    replacement: str

    @property
    def over(self) -> bool:
        return self.day <= AS_OF


_OPENAI: dict[tuple[str, str], tuple[str, ...]] = {
    ("2025-06-06", "gpt-5.6-sol"): ("gpt-4-32k", "gpt-4-32k-0314", "gpt-4-32k-0613"),
    ("2024-12-06", "gpt-5.6-sol"): ("gpt-4-vision-preview", "gpt-4-1106-vision-preview"),
    ("2024-09-13", "gpt-5.6-terra"): ("gpt-3.5-turbo-0301", "gpt-3.5-turbo-0613", "gpt-3.5-turbo-16k"),
    ("2025-07-14", "gpt-5.6-sol"): ("gpt-4.5-preview",),
    ("2025-07-28", "gpt-5.6-sol"): ("o1-preview",),
    ("2025-10-27", "gpt-5.6-terra"): ("o1-mini",),
    ("2026-02-17", "gpt-5.6-sol"): ("chatgpt-4o-latest",),
    ("2026-03-26", "gpt-5.6-sol"): ("gpt-4-0314", "gpt-4-0125-preview", "gpt-4-turbo-preview"),
    ("2026-07-23", "gpt-5.6-sol"): (
        "gpt-5-chat-latest",
        "gpt-5-codex",
        "gpt-5.1-chat-latest",
        "gpt-5.1-codex",
    ),
    ("2026-07-23", "gpt-5.6-terra"): ("gpt-5.1-codex-mini",),
    ("2026-08-10", "gpt-5.6-sol"): ("gpt-5.2-chat-latest", "gpt-5.3-chat-latest"),
    ("2026-09-28", "gpt-5.6-terra"): ("gpt-3.5-turbo-instruct", "gpt-3.5-turbo-1106"),
    ("2026-10-23", "gpt-5.6-terra"): (
        "gpt-3.5-turbo",
        "gpt-3.5-turbo-0125",
        "o4-mini",
        "o4-mini-2025-04-16",
    ),
    ("2026-10-23", "gpt-5.6-luna"): ("gpt-4.1-nano", "gpt-4.1-nano-2025-04-14"),
    ("2026-10-23", "gpt-5.6-sol"): (
        "gpt-4",
        "gpt-4-0613",
        "gpt-4-1106-preview",
        "gpt-4-turbo",
        "gpt-4-turbo-2024-04-09",
        "gpt-4o-2024-05-13",
        "o1",
        "o1-2024-12-17",
        "o1-pro",
        "o3-mini",
        "o3-mini-2025-01-31",
    ),
    ("2026-12-11", "gpt-5.6-sol"): (
        "gpt-5",
        "gpt-5-2025-08-07",
        "gpt-5-pro",
        "o3",
        "o3-2025-04-16",
        "o3-pro",
    ),
    ("2026-12-11", "gpt-5.6-terra"): ("gpt-5-mini", "gpt-5-mini-2025-08-07"),
    ("2026-12-11", "gpt-5.6-luna"): ("gpt-5-nano", "gpt-5-nano-2025-08-07"),
    ("2027-01-14", "gpt-6-luna"): (
        "gpt-4o",
        "gpt-4o-2024-08-06",
        "gpt-4o-2024-11-20",
        "gpt-4o-mini",
        "gpt-4o-mini-2024-07-18",
        "gpt-4.1",
        "gpt-4.1-2025-04-14",
        "gpt-4.1-mini",
        "gpt-4.1-mini-2025-04-14",
    ),
    ("2027-04-01", "gpt-6-sol"): ("gpt-5.1", "gpt-5.1-2025-11-13", "gpt-5.3-codex"),
    ("2027-04-01", "gpt-6-luna"): ("gpt-5.4-nano",),
}

_ANTHROPIC: dict[tuple[str, str], tuple[str, ...]] = {
    ("2024-11-06", "claude-haiku-5-5"): ("claude-instant-1.2", "claude-v1"),
    ("2025-07-21", "claude-sonnet-5-5"): (
        "claude-2",
        "claude-2.0",
        "claude-2.1",
        "claude-3-sonnet",
        "claude-3-sonnet-20240229",
    ),
    ("2025-10-28", "claude-sonnet-5-5"): (
        "claude-3-5-sonnet",
        "claude-3-5-sonnet-20240620",
        "claude-3-5-sonnet-20241022",
        "claude-3-5-sonnet-latest",
    ),
    ("2026-01-05", "claude-opus-5-5"): ("claude-3-opus", "claude-3-opus-20240229", "claude-3-opus-latest"),
    ("2026-02-19", "claude-sonnet-5-5"): (
        "claude-3-7-sonnet",
        "claude-3-7-sonnet-20250219",
        "claude-3-7-sonnet-latest",
    ),
    ("2026-02-19", "claude-haiku-5-5"): (
        "claude-3-5-haiku",
        "claude-3-5-haiku-20241022",
        "claude-3-5-haiku-latest",
    ),
    ("2026-04-20", "claude-haiku-5-5"): ("claude-3-haiku", "claude-3-haiku-20240307"),
    ("2026-06-15", "claude-sonnet-5-5"): ("claude-sonnet-4", "claude-sonnet-4-0", "claude-sonnet-4-20250514"),
    ("2026-06-15", "claude-opus-5-5"): ("claude-opus-4", "claude-opus-4-0", "claude-opus-4-20250514"),
    ("2026-08-05", "claude-opus-5-5"): ("claude-opus-4-1-20250805", "claude-opus-4-1"),
    ("2026-11-30", "claude-sonnet-5-5"): ("claude-sonnet-4-5-20250929", "claude-sonnet-4-5"),
}

_GOOGLE: dict[tuple[str, str], tuple[str, ...]] = {
    ("2025-09-29", "gemini-3.8-flash"): (
        "gemini-1.5-pro",
        "gemini-1.5-flash",
        "gemini-pro",
        "gemini-1.0-pro",
    ),
    ("2026-06-01", "gemini-3.5-flash-lite"): (
        "gemini-2.0-flash",
        "gemini-2.0-flash-001",
        "gemini-2.0-flash-lite",
        "gemini-2.0-flash-lite-001",
    ),
    ("2026-03-09", "gemini-3.8-flash"): ("gemini-3-pro-preview",),
    ("2026-12-01", "gemini-3.8-flash"): ("gemini-2.5-pro",),
    ("2026-12-01", "gemini-3.5-flash-lite"): ("gemini-2.5-flash",),
}


def _by_model(groups: dict[tuple[str, str], tuple[str, ...]]) -> dict[str, Retirement]:
    return {
        model: Retirement(date.fromisoformat(day), replacement)
        for (day, replacement), models in groups.items()
        for model in models
    }


# Azure is missing on purpose: its names are deployments of the owner, with their own schedule.
RETIREMENTS: dict[str, dict[str, Retirement]] = {
    "openai": _by_model(_OPENAI),
    "anthropic": _by_model(_ANTHROPIC),
    "google": _by_model(_GOOGLE),
}


def find_retirement(provider: str, model: str) -> Retirement | None:
    """What the provider has announced for this model, or None."""
    return RETIREMENTS.get(provider, {}).get(model.lower())
