"""agent.ossa.yaml: the manifest, as it was."""

from __future__ import annotations

from .project import TextFile

FILE = TextFile("agent.ossa.yaml", lambda project: project.manifest_text)
