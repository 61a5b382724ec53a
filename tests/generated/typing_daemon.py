"""mypy --strict over many projects with modules of the same names: one daemon, one folder, new contents.

A fresh mypy spends most of its time on LangChain's types; the daemon keeps them and looks again only at files
that differ from the project before.
"""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType

DMYPY = str(Path(sys.executable).parent / "dmypy")


class TypingDaemon:
    """`check(folder)` gives mypy's complaints about one project, "" when there are none."""

    def __init__(self, folder: Path) -> None:
        self.checked = folder / "checked"
        self.status_file = folder / "dmypy.json"
        self.config = folder / "mypy.ini"

    def __enter__(self) -> TypingDaemon:
        self.checked.mkdir()
        self.config.write_text("[mypy]\nstrict = true\nexplicit_package_bases = true\n", encoding="utf-8")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.run("stop")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [DMYPY, "--status-file", str(self.status_file), *arguments]
        return subprocess.run(
            command, cwd=self.checked, capture_output=True, text=True, timeout=300, check=False
        )

    def check(self, project: Path) -> str:
        self.put(project)
        # The daemon ends by itself when a test run is killed before it can stop it.
        done = self.run("run", "--timeout", "120", "--", f"--config-file={self.config}", ".")
        assert done.returncode in {0, 1}, done.stderr + done.stdout
        return "" if done.returncode == 0 else done.stdout

    def put(self, project: Path) -> None:
        """Make the folder hold exactly this project's Python files; equal files stay untouched."""
        wanted = {path.relative_to(project) for path in project.rglob("*.py")}
        for path in sorted(self.checked.rglob("*.py")):
            if path.relative_to(self.checked) not in wanted:
                path.unlink()
        for name in wanted:
            source, target = project / name, self.checked / name
            if not target.exists() or not filecmp.cmp(source, target, shallow=False):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
