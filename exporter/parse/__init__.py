"""Text to documents: nodes with positions, the typed manifest, or diagnostics that say why it cannot be read."""

from exporter.parse.documents import Document, parse_documents

__all__ = ["Document", "parse_documents"]
