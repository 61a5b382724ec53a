"""Exports of every kind: installed from their own lock, tested by their own tests, served and driven."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from exporter.memory import MEMORY_BACKENDS
from exporter.providers import PROVIDERS
from tests.fakes import FakeProvider

from .corpus import require_corpus
from .drive import Drive
from .environments import environment_for, shared_folder
from .fake_environment import fake_environment
from .projects import export_to
from .served import ServedProject, clean_environment
from .services import service_environment
from .variants import variants

FROM_CORPUS = {"official-streaming-example", "largest-manifest"}


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeProvider]:
    with FakeProvider() as running:
        yield running


@pytest.mark.slow
@pytest.mark.parametrize("variant", variants(), ids=lambda variant: variant.name)
def test_a_variant_installs_passes_its_own_tests_and_serves(variant, tmp_path, tmp_path_factory, provider):
    if variant.name in FROM_CORPUS:
        require_corpus()
    folder = export_to(variant.text, tmp_path, variant.document, **variant.options)
    python = environment_for(folder / "requirements.lock", shared_folder(tmp_path_factory))
    passes_its_own_tests(folder, python)
    provider.forget()
    with service_environment(variant.service, folder, python) as service:
        environment = {**fake_environment(provider), **service, **variant.environment}
        server = ServedProject(folder, python, environment)
        if variant.command == "python":
            server.command = [str(python), "server.py"]
        with server:
            Drive(variant, server, provider).everything()


def passes_its_own_tests(folder: Path, python: Path) -> None:
    done = subprocess.run(
        [python, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder,
        env=clean_environment(python, {}),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_every_provider_and_every_memory_backend_is_among_the_variants():
    names = {variant.name for variant in variants()}
    assert {f"provider-{key}" for key in PROVIDERS} <= names
    assert {f"memory-{key}" for key in MEMORY_BACKENDS} <= names
