"""Exports of every kind: installed from their own lock, tested by their own tests, served and driven."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from exporter.memory import MEMORY_BACKENDS
from exporter.providers import PROVIDERS
from tests.conftest import SECONDS_TO_CANCEL
from tests.fakes import FakeProvider

from .corpus import require_corpus
from .driving import Drive, drive_long_list, drive_short_list
from .environments import environment_for, shared_folder
from .fake_environment import fake_environment
from .preloaded import ForkedProcess
from .projects import export_to
from .served import PreloadedProject, ServedProject, clean_environment
from .services import service_environment
from .variants import LONG, variants

FROM_CORPUS = {"official-streaming-example", "largest-manifest"}


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeProvider]:
    with FakeProvider() as running:
        yield running


@pytest.mark.slow
@pytest.mark.parametrize("variant", variants(), ids=lambda variant: variant.name)
def test_a_variant_installs_passes_its_own_tests_and_serves(
    variant, tmp_path, tmp_path_factory, provider, record_property
):
    if variant.name in FROM_CORPUS:
        require_corpus()
    folder = export_to(variant.text, tmp_path, variant.document, **variant.options)
    python = environment_for(folder / "requirements.lock", shared_folder(tmp_path_factory))
    passes_its_own_tests(folder, python)
    provider.forget()
    with service_environment(variant.service, folder, python) as service:
        environment = {**fake_environment(provider), **service, **variant.environment}
        if variant.command == "python":
            server = ServedProject(folder, python, environment, [str(python), "server.py"])
        else:
            server = PreloadedProject(folder, python, environment)
        with server:
            drive = Drive(variant, server, provider)
            drive_short_list(drive)
            if variant.name in LONG:
                drive_long_list(drive)
    record_property(SECONDS_TO_CANCEL, drive.seconds_to_cancel)


def passes_its_own_tests(folder: Path, python: Path) -> None:
    output = folder.with_name("own-tests.log")
    command = ["-m", "pytest", "-q", "-p", "no:cacheprovider"]
    status = ForkedProcess(python, command, folder, clean_environment(python, {}), output).wait(300)
    assert status == 0, output.read_text(encoding="utf-8")[-6000:]


def test_every_provider_and_every_memory_backend_is_among_the_variants():
    names = {variant.name for variant in variants()}
    assert {f"provider-{key}" for key in PROVIDERS} <= names
    assert {f"memory-{key}" for key in MEMORY_BACKENDS} <= names
    assert len(LONG) >= 14
    assert names >= LONG
