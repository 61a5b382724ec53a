"""Text with references to the environment inside, `https://${HOST}/v1`, filled in when it is needed."""

from __future__ import annotations

import os
import re

from .credentials import required_variable

REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-?([^{}]*))?\}")


def fill_in(text: str) -> str:
    """Each `${NAME}` or `${NAME:-default}` replaced; one without a value is a MissingKeyError."""

    def value(reference: re.Match[str]) -> str:
        variable, default = reference[1], reference[2]
        if default is None:
            return required_variable(variable, f'what "{reference[0]}" stands for')
        return os.environ.get(variable, "").strip() or default

    return REFERENCE.sub(value, text)
