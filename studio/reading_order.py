"""In which order a newcomer reads the files of a project: what its owner edits first."""

from __future__ import annotations

FIRST = (
    "README.md",
    "agent.py",
    "tools.py",
    "memory.py",
    "streaming.py",
    "server.py",
    "client-example.py",
    ".env.example",
    "tests",
    "requirements.txt",
    "requirements.lock",
    "pyproject.toml",
    "Dockerfile",
    "docker-compose.yaml",
    ".dockerignore",
    "openapi.yaml",
    "agent.ossa.yaml",
)


def place(path: str) -> tuple[int, str]:
    """What a list of paths is sorted by; what is not in FIRST comes last, by name."""
    top = path.partition("/")[0]
    return (FIRST.index(top) if top in FIRST else len(FIRST), path)
