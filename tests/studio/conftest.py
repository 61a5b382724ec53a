"""A client for the running studio; alice, bob and charlie for tests that look at the tables."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.studio.people import People, make_people


@pytest.fixture
def client(studio_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=studio_url, timeout=60) as client:
        yield client


@pytest.fixture
def people(db: None) -> People:
    return make_people()
