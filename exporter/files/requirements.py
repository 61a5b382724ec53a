"""requirements.txt: what the project needs, for people; requirements.lock: the same pinned, for machines."""

from __future__ import annotations

from ..locks import lock_lines, lock_sets
from .project import Project, TextFile

HEADER = "# What the project needs. requirements.lock pins these, and all that they need, with hashes.\n"


def _requirements(project: Project) -> str:
    known = lock_sets()
    runtime = sorted(
        {line for name in ("base", *project.lock_sets) if name != "test" for line in known[name]}
    )
    text = HEADER + "".join(f"{line}\n" for line in runtime)
    if "test" in project.lock_sets:
        text += "\n# For its tests.\n" + "".join(f"{line}\n" for line in sorted(known["test"]))
    return text


def _lock(project: Project) -> str:
    return lock_lines(project.lock_sets)


FILES = (TextFile("requirements.txt", _requirements), TextFile("requirements.lock", _lock))
