"""`python -m benchmarks [checking] [exporting] [streaming] [capacity]`: measures, and prints a table."""

from __future__ import annotations

import sys

from . import capacity, checking, exporting, streaming
from .measuring import Row, table

SECTIONS = {
    "checking": checking.measure,
    "exporting": exporting.measure,
    "streaming": streaming.measure,
    "capacity": capacity.measure,
}


def main() -> None:
    chosen = sys.argv[1:] or list(SECTIONS)
    if unknown := set(chosen) - SECTIONS.keys():
        sys.exit(f"There is no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}.")
    rows: list[Row] = []
    for name in chosen:
        sys.stderr.write(f"measuring {name} …\n")
        rows.extend(SECTIONS[name]())
    sys.stdout.write(table(rows) + "\n")


if __name__ == "__main__":
    main()
