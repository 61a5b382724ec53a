"""Everything the exporter raises for its caller; a finding about a manifest is a Diagnostic instead."""


class ExporterError(Exception):
    """We cannot go on; the message is written for the user."""


class InvalidOptionError(ExporterError):
    """An export option has a name or a value that we do not know."""


class UnreadableFileError(ExporterError):
    """The file cannot be read: missing, a folder, or not UTF-8."""


class NotEmptyError(ExporterError):
    """The output folder has something in it, and nobody said `--force`."""
