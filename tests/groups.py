"""Which tests share a worker of pytest-xdist, because they share something that is costly to start.

`xdist_group` would say it with marks, but pytest 9.2 hides them from pytest-xdist 3.8 without a word
(pytest-dev/pytest-xdist#1386).
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

# Each module starts one browser there, or one set-up of the playground.
MODULES_TOGETHER = ("tests/agents_runtime/", "tests/browser/")


class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Largest groups first; every other test is by itself."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0] if nodeid.startswith(MODULES_TOGETHER) else nodeid
