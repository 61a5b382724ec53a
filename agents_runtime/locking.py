"""Locks rows in one order, whoever needs several: no two transactions wait for each other in a ring.

An agent comes first, then sessions, then runs, then the prices.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.apps import apps
from django.db import connection

from agents_runtime.models import OwnPrice, Run


def lock_agent(agent_id: Any) -> None:
    """Until the end of the transaction.

    Whoever waits for it has locked nothing else, least of all a run whose signs of life would wait too.
    """
    apps.get_model("studio", "Agent").objects.select_for_update(no_key=True).get(pk=agent_id)


def lock_runs(run_ids: Iterable[str], states: Collection[str]) -> list[str]:
    """Until the end of the transaction; returns the ids of those that are in one of the states.

    Keys never change, so a foreign key to a locked row does not wait.
    """
    runs = Run.objects.select_for_update(no_key=True).filter(pk__in=[*run_ids], state__in=states)
    return list(runs.order_by("pk").values_list("pk", flat=True))


def lock_prices() -> None:
    """Until the end of the transaction no own price is set; SQLite has one writer anyway.

    What is entered is committed before a price is set, which then finds it; or it finds the price.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(OwnPrice._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
