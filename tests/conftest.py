"""No test leaves this machine and none sees a key: the suite passes offline, and the same everywhere."""

from __future__ import annotations

import ipaddress
import os
import socket
import statistics
from collections.abc import Iterator
from typing import Any

import pytest

from tests.groups import GroupScheduling
from tests.studio_server import running_studio

# What a test records as a property under this name is summed up at the end of the session.
SECONDS_TO_CANCEL = "seconds to cancel"

KEY_ENDINGS = ("_API_KEY", "_API_TOKEN", "_SECRET_KEY")

real_connect = socket.socket.connect
real_connect_ex = socket.socket.connect_ex


class NetworkUseError(Exception):
    """A test tried to reach another machine."""


def refuse_other_machines(sock: socket.socket, address: Any) -> None:
    if sock.family not in (socket.AF_INET, socket.AF_INET6):
        return
    host = str(address[0])
    if host == "localhost":
        return
    try:
        is_local = ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        is_local = False
    if not is_local:
        raise NetworkUseError(f"A test connects to {host}; tests talk to this machine only.")


def guarded_connect(sock: socket.socket, address: Any) -> None:
    refuse_other_machines(sock, address)
    real_connect(sock, address)


def guarded_connect_ex(sock: socket.socket, address: Any) -> int:
    refuse_other_machines(sock, address)
    return real_connect_ex(sock, address)


def pytest_configure(config: pytest.Config) -> None:
    socket.socket.connect = guarded_connect  # type: ignore[method-assign, assignment]
    socket.socket.connect_ex = guarded_connect_ex  # type: ignore[method-assign, assignment]
    for name in [name for name in os.environ if name.endswith(KEY_ENDINGS) or name.startswith("STUDIO_")]:
        del os.environ[name]
    # Proxies would take loopback requests elsewhere; LangSmith would be told about runs.
    for name in (
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "LANGSMITH_TRACING",
    ):
        os.environ.pop(name, None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> GroupScheduling | None:
    return GroupScheduling(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The test database is a file, as the real one: what runs in other threads has to see it too."""
    from django.conf import settings

    test_settings = settings.DATABASES["default"].setdefault("TEST", {})
    test_settings["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def nobody_remembered() -> None:
    """A test's database knows nothing of the local owner of the test before."""
    from studio.people import local_owner

    local_owner.cache_clear()


@pytest.fixture(scope="session")
def studio_url() -> Iterator[str]:
    """The address of a running studio, one for all tests of a worker."""
    with running_studio() as url:
        yield url


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How soon providers saw a cancel, in all tests that took the time."""
    passed = terminalreporter.getreports("passed")
    recorded = [
        value for report in passed for name, value in report.user_properties if name == SECONDS_TO_CANCEL
    ]
    if seconds := [second for several in recorded for second in several]:
        median, longest = statistics.median(seconds) * 1000, max(seconds) * 1000
        terminalreporter.write_line(
            f"{len(seconds)} cancels closed the provider's connection after {median:.0f} ms (median), "
            f"{longest:.0f} ms at most"
        )
