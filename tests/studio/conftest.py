"""A client for the running studio."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest


@pytest.fixture
def client(studio_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=studio_url, timeout=60) as client:
        yield client
