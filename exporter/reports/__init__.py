"""What the command says: a check or an export as text for people, and a check as SARIF for other tools."""

from .coverage_text import coverage_text
from .diagnostics_text import diagnostics_text
from .sarif import sarif

__all__ = ["coverage_text", "diagnostics_text", "sarif"]
