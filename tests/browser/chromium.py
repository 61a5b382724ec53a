"""How tests start Chromium: without its own traffic, and without the sandbox where we are root."""

from __future__ import annotations

import os

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]
