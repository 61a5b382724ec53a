"""The ledger for spreadsheets and programs: every entry, of all periods, and sums by what one asks."""

from __future__ import annotations

import csv
import io
import re
from typing import Any, Literal

from django.apps import apps
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from agents_runtime.models import LedgerEntry, Session

COLUMNS = (
    *("created_at", "session_id", "period", "run_id", "request", "correction", "state", "demo"),
    *("provider", "model", "prompt_tokens", "cached_tokens", "cache_write_tokens", "completion_tokens"),
    *("reasoning_tokens", "cost", "unit_prices", "price_version", "price_date"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
By = Literal["run", "session", "agent", "person", "day"]
# Names that two can have come with what tells them apart. KEY is not shown: to know a session's is access.
KEY = "key"
GROUPS: dict[By, dict[str, Any]] = {
    "run": {"run": F("run_id")},
    "session": {
        "session": F("session__name"),
        "agent": F("agent__name"),
        "person": F("session__owner__username"),
        KEY: F("session_id"),
    },
    "agent": {"agent": F("agent__name"), "workspace": F("workspace__name"), KEY: F("agent_id")},
    "person": {"person": F("person__username")},
    "day": {"day": TruncDate("created_at")},
}


def entries_of(user: Any, agent: Any, session: Session | None) -> QuerySet[LedgerEntry]:
    """Of one session, or of all that the person has with the agent."""
    entries = LedgerEntry.objects.select_related("session").order_by("pk")
    if session is not None:
        return entries.filter(session=session)
    return entries.filter(agent=agent, session__owner=user)


def entries_over_agents(user: Any) -> QuerySet[LedgerEntry]:
    """Of all of the person's sessions, and of everybody's in workspaces that the person owns."""
    owned = apps.get_model("studio", "Membership").objects.filter(user=user, role="owner")
    seen = Q(session__owner=user) | Q(workspace__in=owned.values("workspace"))
    return LedgerEntry.objects.filter(seen).order_by("pk")


def ledger_rows(user: Any, agent: Any, session: Session | None) -> list[dict[str, Any]]:
    """Money is text, so that no digit is lost on the way; null where no price is known.

    `run_id` is null in sessions of others: whoever knows a run's id may follow and stop it.
    """
    return [_row(entry, user) for entry in entries_of(user, agent, session)]


def _row(entry: LedgerEntry, user: Any) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in COLUMNS}
    return {
        **values,
        "created_at": entry.created_at.isoformat(),
        "session_id": entry.session.name,
        "run_id": entry.run_id if entry.session.owner_id == user.pk else None,
        "cost": None if entry.cost is None else f"{entry.cost.normalize():f}",
        "price_date": entry.price_date.isoformat() if entry.price_date else None,
    }


def ledger_csv(rows: list[dict[str, Any]]) -> str:
    """A cell never begins with what a spreadsheet takes for a formula."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    is_formula = isinstance(value, str) and value.startswith(FORMULA) and not NUMBER.fullmatch(value)
    return f"'{value}" if is_formula else value


def sums_by(entries: QuerySet[LedgerEntry], by: By, user: Any) -> list[dict[str, Any]]:
    """Tokens and money (as text, None where a price is missing) by run, session, agent, person or day.

    By run only of the person's own sessions, as in `ledger_rows`.
    """
    rows, groups = entries.filter(demo=False), {f"by_{name}": what for name, what in GROUPS[by].items()}
    if by == "run":
        rows = rows.filter(session__owner=user)
    summed: Any = rows.values(**groups).annotate(
        prompt=Sum("prompt_tokens"),
        completion=Sum("completion_tokens"),
        money=Sum("cost"),
        asked=Count("id", filter=Q(correction=0)),
        priced=Count("id", filter=Q(settles_price=True)),
    )
    return [
        {
            **{name: str(row[f"by_{name}"]) for name in GROUPS[by] if name != KEY},
            "prompt_tokens": row["prompt"],
            "completion_tokens": row["completion"],
            "cost": f"{row['money'] or 0:f}" if row["asked"] == row["priced"] else None,
        }
        for row in summed.order_by(*groups)
    ]
