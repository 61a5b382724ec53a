"""The manifests that are measured: a small one of our own, and the largest real one where there is one."""

from __future__ import annotations

from tests.generated.corpus import MANIFESTS, largest_agent

DEMO = """\
apiVersion: ossa/v0.4.6
kind: Agent
metadata:
  name: demo-streaming-agent
  version: 1.0.0
  description: A small agent
spec:
  role: You are a helpful AI assistant
  llm:
    provider: openai
    model: gpt-4o
"""


def measured_manifests() -> dict[str, tuple[str, int]]:
    """Name → text and document."""
    found = {"demo": (DEMO, 0)}
    if MANIFESTS.is_dir():
        largest = largest_agent()
        found["largest manifest"] = (largest.text, largest.document)
    return found
