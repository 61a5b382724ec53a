"""Finds a Chromium for the browser tests; run as a script, installs one where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """The path of the installed browser, Playwright's own download included."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install_chromium() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        installed = subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)
        if installed.returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium-headless-shell"], check=True)


if __name__ == "__main__":
    if find_chromium() is None:
        install_chromium()
    if find_chromium() is None:
        sys.exit("No Chromium for the browser tests. Install Chromium or Chrome and run `make setup` again.")
