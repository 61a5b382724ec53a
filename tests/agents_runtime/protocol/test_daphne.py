"""The protocol, by a playground as `make run` starts it: one process with SQLite, under stock Daphne."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents_runtime.playgrounds import Playground, embedded
from tests.agents_runtime.processes import daphne
from tests.agents_runtime.protocol.suite import DAPHNE, LOCAL, protocol_suite
from tests.fakes import FakeProvider


@pytest.fixture(scope="module")
def playground(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    with embedded(provider, tmp_path_factory.mktemp("daphne"), daphne) as running:
        yield running


globals().update(protocol_suite({**LOCAL, **DAPHNE}))
