"""What can be wrong with a text before anyone asks what it means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """Something that is not as it should be from `start` to `end`.

    `quote` says that quotes would mend it, `spaces` what has to be written in which places.
    """

    rule: str
    message: str
    start: int
    end: int
    quote: bool = False
    spaces: tuple[tuple[int, int, str], ...] = ()


class ProblemError(Exception):
    """Reading stops here."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem
