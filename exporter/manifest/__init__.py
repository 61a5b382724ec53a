"""What OSSA says a manifest is: typed models, one subject a file."""

from exporter.manifest.manifest import AgentManifest, Manifest

__all__ = ["AgentManifest", "Manifest"]
