"""Writes every lock file from its .in file: pinned, hashed, for all platforms, without registry addresses."""

import subprocess
import sys
from pathlib import Path

UV = str(Path(sys.executable).parent / "uv")
EXPORTED = ("--constraint", "exporter/locks/data/constraints.txt")
LOCKS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # The versions that exported projects get, so that the tests run those too.
    ("requirements-dev.in", "requirements-dev.lock", EXPORTED),
    # Constrained, so that tests run what the product runs.
    ("requirements.in", "requirements.lock", ("--constraint", "requirements-dev.lock")),
    ("requirements-node.in", "requirements-node.lock", ()),
)

if __name__ == "__main__":
    for source, lock, extra in LOCKS:
        command = [UV, "pip", "compile", source, "--output-file", lock, "--quiet", "--universal", *extra]
        flags = [
            "--python-version",
            "3.11",
            "--generate-hashes",
            "--no-header",
            "--no-annotate",
            "--no-emit-index-url",
        ]
        subprocess.run([*command, *flags, *sys.argv[1:]], check=True)
