"""Text with references to the environment inside, `https://${HOST}/v1`, filled in when it is needed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .credentials import find_variable, required_variable

REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-?([^{}]*))?\}")


def fill_in(text: str, environment: Mapping[str, str] | None = None) -> str:
    """Each `${NAME}` or `${NAME:-default}` replaced; one without a value is a MissingKeyError."""

    def value(reference: re.Match[str]) -> str:
        variable, default = reference[1], reference[2]
        if default is None:
            return required_variable(variable, f'what "{reference[0]}" stands for', environment)
        return find_variable(variable, environment) or default

    return REFERENCE.sub(value, text)
