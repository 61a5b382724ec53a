"""A client for the running studio; alice, bob and charlie for tests that look at the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from django.test import Client
from pytest_django import Settings

from studio.models import User
from tests.studio.people import People, make_people


@pytest.fixture
def client(studio_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=studio_url, timeout=60) as client:
        yield client


@pytest.fixture
def people(db: None) -> People:
    return make_people()


@pytest.fixture
def sign_in(settings: Settings) -> Callable[[User | None], Client]:
    """A browser of somebody, or of nobody, on a studio that is a server for others."""
    settings.STUDIO_LOCAL = False

    def open_browser(user: User | None) -> Client:
        browser = Client(headers={"host": "localhost"})
        if user is not None:
            browser.force_login(user)
        return browser

    return open_browser
