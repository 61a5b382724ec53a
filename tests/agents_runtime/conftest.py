"""People with an agent, a session and a run of it, in the database; a fake provider."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agents_runtime.models import Run, Session
from tests.agents_runtime.builders import Scene, make_scene
from tests.fakes import FakeProvider


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


@pytest.fixture
def session(scene: Scene) -> Session:
    return scene.session


@pytest.fixture
def run(scene: Scene) -> Run:
    return scene.new_run()


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with FakeProvider() as provider:
        yield provider
