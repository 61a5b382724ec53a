"""`python -m benchmarks.playground [--quick] [section …]`: measures the playground, and prints a table."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack

from ..measuring import Row, table
from ..processes import relay, running_provider
from . import capacity, generating, relaying, remembering, scaling
from .pace import FULL, QUICK, Pace
from .servers import bare, embedded, hosted
from .watching import running_audience

SECTIONS = ("memory", "many", "relaying", "capacity", "generating", "scaling")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.playground")
    parser.add_argument("--quick", action="store_true", help="three minutes instead of thirty")
    parser.add_argument("sections", nargs="*", help=", ".join(SECTIONS))
    given = parser.parse_args()
    if unknown := set(given.sections) - set(SECTIONS):
        parser.error(f"there is no section {', '.join(sorted(unknown))}")
    pace = QUICK if given.quick else FULL
    rows: list[Row] = []
    try:
        for row in measured(given.sections or pace.sections, pace):
            rows.append(row)
    finally:  # what was measured until something failed, too
        load = f"Load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores at the end."
        sys.stdout.write(f"{load}\n\n{table(rows)}\n")


def measured(sections: tuple[str, ...], pace: Pace) -> Iterator[Row]:
    """All servers are up all the time, so that each can be measured in turn with the others."""
    with ExitStack() as stack:
        provider = stack.enter_context(running_provider())
        audience = stack.enter_context(running_audience())
        servers = (
            []
            if set(sections) == {"scaling"}
            else [
                stack.enter_context(bare(provider)),
                stack.enter_context(hosted(provider)),
                stack.enter_context(embedded(provider)),
                stack.enter_context(embedded(provider, daphne=True)),
            ]
        )
        for section in SECTIONS:
            if section not in sections:
                continue
            sys.stderr.write(f"measuring {section} …\n")
            if section == "memory":
                yield from remembering.measure(audience, servers, pace, provider)
            elif section == "many":
                yield from capacity.measure_many(audience, servers, pace, provider)
            elif section == "relaying":
                provider.always(tokens=["token "] * 3000, tokens_per_second=50, stamped=True)
                yield from relaying.measure(audience, servers, pace)
            elif section == "capacity":
                yield from capacity.measure(audience, servers, pace, provider)
            elif section == "generating":
                langchain = stack.enter_context(relay("agent", provider))
                yield from generating.measure(audience, servers[1:3], langchain, provider, pace)
            else:
                yield from scaling.measure(audience, pace, provider)


if __name__ == "__main__":
    main()
