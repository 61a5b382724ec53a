"""A text under a key such as `password` that is no reference."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.nodes import join_pointer, split_pointer

from .facts.fixes import replace_value
from .facts.secret_patterns import find_secret
from .facts.tool_entries import PARAMETER_KEYS
from .rule import Context, Finding, Rule

SECRET_KEYS = frozenset(
    {"password", "passwd", "apikey", "secretkey", "accesskey", "privatekey", "clientsecret", "authtoken"}
    | {"accesstoken", "bearertoken", "secretaccesskey", "token"}
)
# Such a name says where the secret is found; it is not the secret.
NAME_OF_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")


def check(context: Context) -> Iterator[Finding]:
    yield from _walk(context, context.document.plain, "")


def _walk(context: Context, value: object, path: str) -> Iterator[Finding]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(context, item, join_pointer(path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            inner = join_pointer(path, key)
            if isinstance(item, str):
                if _plain_key(key) in SECRET_KEYS and _is_literal(item):
                    yield _finding(context, inner)
            # Arguments of tools may be called password; what stands there is a schema.
            elif key not in PARAMETER_KEYS:
                yield from _walk(context, item, inner)


def _plain_key(key: str) -> str:
    return key.lower().replace("_", "").replace("-", "")


def _is_literal(text: str) -> bool:
    value = text.strip()
    harmless = (
        NAME_OF_VARIABLE.fullmatch(value)
        or len(value.split()) > 1
        or any(mark in value for mark in "$<>{}*/")
    )
    return len(value) >= 6 and not harmless and find_secret(value) is None


def _finding(context: Context, path: str) -> Finding:
    key = split_pointer(path)[-1]
    variable = re.sub(r"[^A-Za-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key)).strip("_").upper()
    fix = replace_value(context, path, f"${{{variable}}}", f"Read it from the environment: ${{{variable}}}")
    message = (
        f'"{key}" is written out. If it is real, write a reference such as ${{{variable}}} and change it.'
    )
    return Finding(message, path, fix=fix)


RULE = Rule(
    id="literal-password",
    severity=Severity.WARNING,
    title="A password or key is written out",
    why="The manifest is part of the exported project, and manifests are shared and committed.",
    mend="Write `${NAME}` in its place and set the variable where the agent runs.",
    check=check,
)
