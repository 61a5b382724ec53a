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
KEYS: dict[str, Any] = {
    "run": F("run_id"),
    "session": F("session__name"),
    "agent": F("agent__name"),
    "person": F("person__username"),
    "day": TruncDate("created_at"),
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
    """Money is text, so that no digit is lost on the way; null where no price is known."""
    return [_row(entry) for entry in entries_of(user, agent, session)]


def _row(entry: LedgerEntry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in COLUMNS}
    return {
        **values,
        "created_at": entry.created_at.isoformat(),
        "session_id": entry.session.name,
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


def sums_by(entries: QuerySet[LedgerEntry], by: By) -> list[dict[str, Any]]:
    """Tokens and money (as text, None where a price is missing) by run, session, agent, person or day."""
    rows = entries.filter(demo=False).annotate(key=KEYS[by])
    summed = rows.values("key").annotate(
        prompt=Sum("prompt_tokens"),
        completion=Sum("completion_tokens"),
        money=Sum("cost"),
        asked=Count("id", filter=Q(correction=0)),
        priced=Count("id", filter=Q(settles_price=True)),
    )
    return [
        {
            by: str(row["key"]),
            "prompt_tokens": row["prompt"],
            "completion_tokens": row["completion"],
            "cost": f"{row['money'] or 0:f}" if row["asked"] == row["priced"] else None,
        }
        for row in summed.order_by("key")
    ]
