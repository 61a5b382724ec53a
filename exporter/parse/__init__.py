"""Text to documents: nodes with positions, or diagnostics that say why there are none."""

from exporter.parse.documents import Document, parse_documents

__all__ = ["Document", "parse_documents"]
