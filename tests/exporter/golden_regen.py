"""`make golden`: writes what the golden cases make now, for a person to read in the diff."""

from __future__ import annotations

import shutil
from pathlib import Path

from exporter.render import render_plan
from tests.exporter import openapi_regen
from tests.exporter.plans import cases, planned

GOLDEN = Path(__file__).parent / "golden"
CASES = cases()
KIT_LIST = "kit-modules.txt"
# The first case has it whole; in the others it would be the same text again.
ONLY_IN_DEMO = frozenset(
    {
        "openapi.yaml",
        "tests/scripted_model.py",
        "tests/__init__.py",
        ".gitignore",
        "tests/test_agent.py",
        "tests/test_costs.py",
        "tests/test_server.py",
    }
)


def expected_files(case: str) -> dict[str, str]:
    """What a golden folder holds: files made from templates, and the names of the kit's modules.

    Kit modules are read where they are, requirements.lock and agent.ossa.yaml are data.
    """
    agent, options = CASES[case]
    plan = planned(agent, options)
    templates = {file.path for file in plan.files if file.template} | {"requirements.txt"}
    if case != "demo":
        templates -= ONLY_IN_DEMO
    made = {file.path: file.text for file in render_plan(plan) if file.path in templates}
    kit = "".join(sorted(f"{file.kit}.py\n" for file in plan.files if file.kit))
    return {**made, KIT_LIST: kit}


def main() -> None:
    openapi_regen.main()
    if GOLDEN.exists():
        shutil.rmtree(GOLDEN)
    for case in CASES:
        for path, text in expected_files(case).items():
            target = GOLDEN / case / "expected" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
