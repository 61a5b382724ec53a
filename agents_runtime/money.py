"""Money in the database: whole picodollars, so that sums are exact on SQLite too, which has no decimals."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    Field = models.Field[Decimal | None, Decimal | None]
else:
    Field = models.BigIntegerField

PLACES = Decimal("1E-12")
SCALE = Decimal(10) ** 12
MOST = Decimal(9_000_000)


def exact(amount: Decimal) -> Decimal:
    """The amount as the database keeps it: USD with twelve places."""
    return amount.quantize(PLACES, rounding=ROUND_HALF_EVEN)


class MoneyField(Field):
    """USD as Decimal, up to MOST of them; None is "no price known"."""

    def from_db_value(self, value: Any, expression: object, connection: object) -> Decimal | None:
        return None if value is None else Decimal(value) / SCALE

    def to_python(self, value: Any) -> Decimal | None:
        return value if value is None or isinstance(value, Decimal) else Decimal(str(value))

    def get_prep_value(self, value: Any) -> int | None:
        return None if value is None else int(exact(Decimal(value)) * SCALE)
