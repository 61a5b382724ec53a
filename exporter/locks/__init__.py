"""The pinned, hashed dependency sets of exported projects: data, so that exporting needs no network."""

from .lock import lock_lines
from .sets import lock_sets

__all__ = ["lock_lines", "lock_sets"]
