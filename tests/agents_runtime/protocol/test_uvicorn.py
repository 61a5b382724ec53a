"""The protocol, by a playground of one process with SQLite, under uvicorn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents_runtime.playgrounds import Playground, embedded
from tests.agents_runtime.protocol.suite import LOCAL, protocol_suite
from tests.fakes import FakeProvider


@pytest.fixture(scope="module")
def playground(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    with embedded(provider, tmp_path_factory.mktemp("uvicorn")) as running:
        yield running


globals().update(protocol_suite(LOCAL))
