"""The kit's modules, and when a project needs each; a test compares this with what the modules import."""

from __future__ import annotations

from .project import KitFile

KIT_FILES: tuple[KitFile, ...] = (
    KitFile("agent_definition"),
    KitFile("errors"),
    KitFile("limits"),
)
