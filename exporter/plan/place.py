"""A place in a manifest that can only be read through methods which remember what became of it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from exporter.agent_plan import EnvRef
from exporter.nodes import join_pointer
from exporter.rules.facts.environment import with_defaults

from .trace import Status, Trace


class _Missing:
    pass


MISSING: Final = _Missing()


class Place:
    """One value of the manifest, or the place where it could be.

    `text`, `number`, `flag` … take the value: it is honoured from then on. A value that cannot be used is
    reported as unsupported and reads as None. What cannot wait for run time is decided here: a reference to
    the environment counts as its default.
    """

    __slots__ = ("_key", "_parent", "_pointer", "trace", "value")

    def __init__(self, value: Any, parent: Place | None, key: str | int, trace: Trace) -> None:
        self.value = value
        self.trace = trace
        self._parent = parent
        self._key = key
        self._pointer: str | None = None if parent is not None else ""

    @property
    def pointer(self) -> str:
        """Put together only where it is needed: most places that planning looks for are not there."""
        if self._pointer is None:
            self._pointer = join_pointer(self._parent.pointer if self._parent is not None else "", self._key)
        return self._pointer

    def __getitem__(self, key: str) -> Place:
        value = self.value.get(key, MISSING) if isinstance(self.value, dict) else MISSING
        return Place(value, self, key, self.trace)

    def at(self, path: str) -> Place:
        """`place.at("config.timeout")` is `place["config"]["timeout"]`."""
        place = self
        for key in path.split("."):
            place = place[key]
        return place

    def first(self, *paths: str) -> Place:
        """The first of these that is there. The others stay unread, and so are reported as not used."""
        there = [self.at(path) for path in paths if self._has(path)]
        for place in there[1:]:
            place.mark("unsupported", f'"{there[0]._key}" is written as well, and counts')
        return there[0] if there else self.at(paths[0])

    def _has(self, path: str) -> bool:
        value = self.value
        for key in path.split("."):
            if not isinstance(value, dict):
                return False
            value = value.get(key)
        return value is not None

    @property
    def exists(self) -> bool:
        return self.value is not MISSING and self.value is not None

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.value, dict)

    def items(self) -> list[Place]:
        """The entries of a list; nothing where there is no list."""
        if not isinstance(self.value, list):
            return []
        return [Place(item, self, index, self.trace) for index, item in enumerate(self.value)]

    def fields(self) -> dict[str, Place]:
        """The entries of a mapping; nothing where there is none."""
        return {key: self[key] for key in self.value} if isinstance(self.value, dict) else {}

    def mark(self, status: Status, note: str = "") -> None:
        if self.exists:
            self.trace.mark(self.pointer, status, note)

    def mark_below(self, status: Status, note: str) -> None:
        """What nothing else is known about, here and below."""
        if self.exists:
            self.trace.mark_below(self.pointer, status, note)

    def disregard(self, note: str) -> None:
        """Whatever was read in here has no effect after all."""
        self.mark("unsupported", note)
        for place in (*self.fields().values(), *self.items()):
            place.disregard(note)

    def whole(self) -> Any:
        """The value with everything in it."""
        self.mark("honoured")
        self.mark_below("honoured", "")
        return self.value if self.exists else None

    def text(self) -> str | None:
        """Text that says something; numbers as they would be written."""
        if not self.exists:
            return None
        if isinstance(self.value, bool | dict | list):
            self.mark("unsupported", "expected text")
            return None
        text = str(self.value)
        if not text.strip():
            self.mark("unsupported", "empty")
            return None
        self.mark("honoured")
        return text

    def word(self) -> str | None:
        """Text that is decided at export: trimmed, references replaced by their defaults."""
        text = self.text()
        if text is None or "${" not in text:
            return text.strip() if text else None
        decided = with_defaults(text)
        if decided is None or not decided.strip():
            self.mark("unsupported", "a reference without a default, for something that is decided at export")
            return None
        self.mark("honoured", f'decided at export: "{decided.strip()}"')
        return decided.strip()

    def flag(self) -> bool | None:
        if not self.exists:
            return None
        value = self.value
        if isinstance(value, str):
            value = {"true": True, "false": False}.get((with_defaults(value) or "").strip().lower())
        if not isinstance(value, bool):
            self.mark("unsupported", "expected true or false")
            return None
        self.mark("honoured")
        return value

    def decimal(self, minimum: Decimal = Decimal(0)) -> Decimal | None:
        """A finite number of at least `minimum`."""
        if not self.exists:
            return None
        if isinstance(self.value, bool | dict | list):
            self.mark("unsupported", "expected a number")
            return None
        text = with_defaults(str(self.value))
        if text is None:
            self.mark("unsupported", "a reference without a default, for something that is decided at export")
            return None
        try:
            number = Decimal(text.strip())
        except InvalidOperation:
            self.mark("unsupported", "expected a number")
            return None
        if not number.is_finite() or number < minimum or number > 10**15:
            self.mark("unsupported", f"expected a number of at least {minimum}")
            return None
        self.mark("honoured", "the default, decided at export" if "${" in str(self.value) else "")
        return number

    def number(self, minimum: float = 0) -> float | None:
        number = self.decimal(Decimal(str(minimum)))
        return None if number is None else float(number)

    def integer(self, minimum: int = 1) -> int | None:
        number = self.decimal(Decimal(minimum))
        if number is None:
            return None
        if number != int(number):
            self.mark("unsupported", "expected a whole number")
            return None
        return int(number)

    def choice(self, words: dict[str, Any], expected: str) -> Any:
        """What one of `words` (lower case, `-` as `_`) stands for."""
        word = self.word()
        if word is None:
            return None
        key = word.lower().replace("-", "_").replace(" ", "_")
        if key not in words:
            self.mark("unsupported", expected)
        return words.get(key)

    def or_reference(self, reference: EnvRef | None, read: Callable[[], Any]) -> Any:
        """A value that run time may decide: the reference as it is, else what `read` makes of the value."""
        if reference is None:
            return read()
        self.mark("honoured", f"read from {reference.variable} when the project runs")
        return reference
