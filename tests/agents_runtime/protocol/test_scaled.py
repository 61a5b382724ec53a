"""The protocol, by a playground of two web processes and two workers, with PostgreSQL and Redis."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents_runtime.playgrounds import Playground, scaled
from tests.agents_runtime.protocol.suite import LOCAL, protocol_suite
from tests.fakes import FakeProvider


@pytest.fixture(scope="module")
def playground(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    with scaled(provider, tmp_path_factory.mktemp("scaled")) as running:
        yield running


globals().update(protocol_suite(LOCAL))
