"""Queries for all who join: the ORM builds each once, which takes several times as long as asking it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
Value = str | int


class Prepared(Generic[Row]):
    """`build` makes the query for some values, and is called once, with `examples` of them.

    Where an example stands among the query's parameters, a caller's value is put. So examples are unlike each
    other and all else in the query, and text or whole numbers, which databases take as they are.
    """

    def __init__(self, build: Callable[..., QuerySet[Row]], *examples: Value) -> None:
        self._build = build
        self._examples = examples

    @cached_property
    def _built(self) -> tuple[type[Row], str, list[tuple[int | None, Value]]]:
        query = self._build(*self._examples)
        sql, parameters = query.query.sql_with_params()
        places = [(self._examples.index(one) if one in self._examples else None, one) for one in parameters]
        assert {place for place, _ in places if place is not None} == set(range(len(self._examples)))
        return query.model, sql, places

    def first(self, *values: Value) -> Row | None:
        model, sql, places = self._built
        parameters = [one if place is None else values[place] for place, one in places]
        return next(iter(model._default_manager.raw(sql, parameters)), None)
