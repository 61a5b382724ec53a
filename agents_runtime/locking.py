"""Locks runs in one order, whoever needs several: no two transactions wait for each other in a ring."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from agents_runtime.models import Run


def lock_runs(run_ids: Iterable[str], states: Collection[str]) -> list[str]:
    """Until the end of the transaction; returns the ids of those that are in one of the states.

    Where a session is locked too, it comes first. Keys never change, so a foreign key to a locked row does
    not wait.
    """
    runs = Run.objects.select_for_update(no_key=True).filter(pk__in=[*run_ids], state__in=states)
    return list(runs.order_by("pk").values_list("pk", flat=True))
