"""The protocol suite of the kit, to be run against a playground: the very same test functions.

Left out are those that need the kit's own test agent or start servers of the kit with variables of their own.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.exporter.kit.protocol import (
    test_costs,
    test_errors,
    test_openai,
    test_reference_defects,
    test_runs,
    test_security,
    test_sessions,
    test_sse,
    test_websocket,
)

MODULES = (
    test_costs,
    test_errors,
    test_openai,
    test_reference_defects,
    test_runs,
    test_security,
    test_sessions,
    test_sse,
    test_websocket,
)
OF_THE_KIT = {"kit_server", "start_server", "locked", "visitor"}

LOCAL = {
    "test_its_own_names_and_any_address_are_no_foreign_host": (
        "in local mode the studio goes by localhost, 127.0.0.1 and [::1] only"
    ),
}
# docs/architecture.md says the same.
DAPHNE = {
    "test_a_reader_that_never_reads_does_not_hold_the_run_up": (
        "stock Daphne takes whatever it is given into memory"
    ),
    "test_a_reader_too_slow_is_closed_with_4408_and_the_run_goes_on": (
        "stock Daphne takes whatever it is given into memory, so that nobody is ever slow"
    ),
}


def protocol_suite(exempt: Mapping[str, str]) -> dict[str, Callable[..., Any]]:
    """By name, as a test module holds them; `exempt` says of some why the set-up cannot pass them."""
    tests: dict[str, Callable[..., Any]] = {}
    for module in MODULES:
        for name, test in vars(module).items():
            if name.startswith("test_") and not OF_THE_KIT & set(inspect.signature(test).parameters):
                assert name not in tests, f"two tests are called {name}"
                tests[name] = test
    for name, reason in exempt.items():
        tests[name] = exempted(tests[name], reason)
    return tests


def exempted(test: Callable[..., Any], reason: str) -> Callable[..., Any]:
    def skipped() -> None:
        pytest.skip(reason)

    skipped.__doc__ = test.__doc__
    return skipped
