"""Makes the virtual environment with pip in it, also where Debian split `ensurepip` off (root only)."""

import importlib.util
import os
import shutil
import subprocess
import sys

if __name__ == "__main__":
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python3.{sys.version_info.minor}-venv"
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            sys.exit(f'This Python cannot make virtual environments. Install "{package}" and try again.')
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", package], check=True)
    subprocess.run([sys.executable, "-m", "venv", *sys.argv[1:]], check=True)
