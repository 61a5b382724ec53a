"""Everything the exporter raises for its caller; a finding about a manifest is a Diagnostic instead."""


class ExporterError(Exception):
    """We cannot go on; the message is written for the user."""


class InvalidOptionError(ExporterError):
    """An export option has a name or a value that we do not know; `option` names the one with the value."""

    def __init__(self, message: str, option: str | None = None) -> None:
        super().__init__(message)
        self.option = option


class UnreadableFileError(ExporterError):
    """The file cannot be read: missing, a folder, or not UTF-8."""


class NotEmptyError(ExporterError):
    """The output folder has something in it, and nobody said `--force`."""
