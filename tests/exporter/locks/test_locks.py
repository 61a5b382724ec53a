"""The locks of exported projects: complete, hashed, without addresses, the same versions as the studio's."""

from __future__ import annotations

import re
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.version import Version

from exporter.locks import lock_lines, lock_sets
from exporter.locks.lock import DATA, lock_entry
from exporter.memory import MEMORY_BACKENDS
from exporter.providers import PROVIDERS
from tests.generated.environments import install

ROOT = Path(__file__).parents[3]


def pins(lock: str) -> dict[str, Requirement]:
    lines = [line.removesuffix(" \\") for line in lock.splitlines() if not line.startswith(" ")]
    return {requirement.name: requirement for requirement in map(Requirement, lines)}


def pinned_version(requirement: Requirement) -> Version:
    [specifier] = requirement.specifier
    assert specifier.operator == "=="
    return Version(specifier.version)


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=lambda provider: provider.key)
def test_every_provider_has_a_lock_set_that_holds_its_requirement(provider):
    wanted = Requirement(provider.requirement)
    assert pinned_version(pins(lock_lines([provider.lock_set]))[wanted.name]) in wanted.specifier


@pytest.mark.parametrize("backend", MEMORY_BACKENDS.values(), ids=lambda backend: backend.key)
def test_every_memory_backend_has_a_lock_set_that_holds_its_requirements(backend):
    found = pins(lock_lines([backend.lock_set] if backend.lock_set else []))
    for wanted in map(Requirement, backend.requirements):
        assert pinned_version(found[wanted.name]) in wanted.specifier


def test_each_requirement_of_a_set_is_met_by_its_lock():
    for name, requirements in lock_sets().items():
        found = pins(lock_lines([name]))
        for wanted in map(Requirement, requirements):
            assert pinned_version(found[wanted.name]) in wanted.specifier, (name, wanted)


def test_every_pin_has_hashes_and_no_line_names_a_registry():
    lock = lock_lines(lock_sets())
    assert "://" not in lock
    entries = re.split(r"\n(?=\S)", lock)
    assert all("--hash=sha256:" in entry for entry in entries)
    assert len(entries) == len(pins(lock)), "a package is pinned twice"


def test_a_pin_needed_here_by_one_set_and_there_by_another_is_needed_in_both_places():
    entry = lock_entry("a==1", {"sys_platform == 'win32'", "python_full_version < '3.12'"}, ["00"])
    marker = Requirement(entry.splitlines()[0].removesuffix(" \\")).marker
    assert marker is not None
    assert marker.evaluate({"sys_platform": "win32", "python_full_version": "3.14.0"})
    assert marker.evaluate({"sys_platform": "linux", "python_full_version": "3.11.9"})
    assert not marker.evaluate({"sys_platform": "linux", "python_full_version": "3.14.0"})


def test_a_pin_needed_everywhere_by_one_set_has_no_marker():
    assert lock_entry("a==1", {"", "sys_platform == 'win32'"}, ["00"]).startswith("a==1 \\")


def test_the_lock_of_all_sets_together_installs_offline_with_hashes_required(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text(lock_lines(lock_sets()), encoding="utf-8")
    python = install(lock, tmp_path / "environment", "--offline")
    assert python.exists()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_studio_pins_the_same_versions_as_exported_projects(name):
    exported = {
        requirement.name: pinned_version(requirement)
        for requirement in map(Requirement, (DATA / "constraints.txt").read_text().splitlines())
    }
    studio = pins((ROOT / name).read_text())
    both = exported.keys() & studio.keys()
    assert len(both) > 20
    assert {n: str(pinned_version(studio[n])) for n in both} == {n: str(exported[n]) for n in both}


def test_every_pin_for_this_platform_is_what_the_tests_run():
    here = [pin for pin in pins(lock_lines(lock_sets())).values() if applies(pin.marker)]
    assert {pin.name: version(pin.name) for pin in here} == {
        pin.name: str(pinned_version(pin)) for pin in here
    }


def applies(marker: Marker | None) -> bool:
    return marker is None or marker.evaluate()


def test_the_lock_data_was_made_from_the_requirements_as_they_are_now():
    """Facts of providers change; `python -m tools.update_locks` has to follow."""
    names = {Requirement(text).name for text in chain.from_iterable(lock_sets().values())}
    assert names <= pins(lock_lines(lock_sets())).keys()
