"""What an export has to do once it is served: the short list on every variant, the long one on most kinds."""

from .drive import Drive
from .long_list import drive_long_list
from .short_list import drive_short_list

__all__ = ["Drive", "drive_long_list", "drive_short_list"]
