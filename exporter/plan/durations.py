"""How long something takes, in the many ways manifests write it."""

from __future__ import annotations

import re
from decimal import Decimal

from .place import Place

SECONDS = {
    "ms": Decimal("0.001"),
    "s": Decimal(1),
    "sec": Decimal(1),
    "seconds": Decimal(1),
    "m": Decimal(60),
    "min": Decimal(60),
    "h": Decimal(3600),
    "d": Decimal(86400),
    "days": Decimal(86400),
    "w": Decimal(604800),
    "y": Decimal(31536000),
}
DURATION = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)\s*([a-z]*)")


def seconds(place: Place) -> float | None:
    """`30`, `"30"`, `"30s"`, `"500ms"`, `"5m"`, `"7d"` → seconds, above zero."""
    if isinstance(place.value, int | float) and not isinstance(place.value, bool):
        number = place.decimal()
    else:
        word = place.word()
        if word is None:
            return None
        found = DURATION.fullmatch(word.lower())
        unit = SECONDS.get(found[2] or "s") if found else None
        number = Decimal(found[1]) * unit if found and unit is not None else None
    if number is None or number <= 0:
        place.mark("unsupported", 'expected a time above zero, like "30s" or "5m"')
        return None
    return float(number)


def whole_seconds(place: Place) -> int | None:
    """The same for a store that counts in seconds: at least one."""
    duration = seconds(place)
    return None if duration is None else max(1, round(duration))
