"""Fixtures of the kit's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes import FakeProvider


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with FakeProvider() as provider:
        yield provider
