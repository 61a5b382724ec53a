"""A text under a key such as `password`, or in a header that signs in, that is no reference."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.nodes import join_pointer, split_pointer

from .facts.environment import REFERENCE
from .facts.fixes import replace_value
from .facts.secret_patterns import find_secret
from .facts.tool_entries import PARAMETER_KEYS
from .facts.variable_names import variable_for
from .facts.wording import named
from .rule import Context, Finding, Rule

SECRET_KEYS = frozenset(
    {"password", "passwd", "apikey", "secretkey", "accesskey", "privatekey", "clientsecret", "authtoken"}
    | {"accesstoken", "bearertoken", "secretaccesskey", "token"}
)
# In a tool's `auth` these hold the credential too.
AUTH_KEYS = SECRET_KEYS | {"credentials", "key", "value", "secret"}
SIGNS_IN = re.compile(r"authorization|api-?key|token|secret|cookie", re.I)
# Such a name says where the secret is found; it is not the secret.
NAME_OF_VARIABLE = re.compile(r"(?:env:)?[A-Z][A-Z0-9_]*")
SCHEME = re.compile(r"(Bearer|Basic|Token) (?=\S+$)", re.I)


def check(context: Context) -> Iterator[Finding]:
    yield from _walk(context, context.document.plain, "", SECRET_KEYS)


def _walk(context: Context, value: object, path: str, keys: frozenset[str]) -> Iterator[Finding]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(context, item, join_pointer(path, index), keys)
    elif isinstance(value, dict):
        in_headers = path.endswith("/headers")
        for key, item in value.items():
            inner = join_pointer(path, key)
            if not isinstance(item, str):
                # Arguments of tools may be called password; what stands there is a schema.
                if key not in PARAMETER_KEYS:
                    in_auth = key in ("auth", "authentication")
                    yield from _walk(context, item, inner, AUTH_KEYS if in_auth else SECRET_KEYS)
            elif in_headers and SIGNS_IN.search(key):
                if not REFERENCE.search(item) and find_secret(item) is None:
                    yield _finding(context, inner, item)
            elif key.lower().replace("_", "").replace("-", "") in keys and _is_literal(item):
                yield _finding(context, inner, item)


def _is_literal(text: str) -> bool:
    value = text.strip()
    says_where = NAME_OF_VARIABLE.fullmatch(value) or any(mark in value for mark in "$<>{}*/ ")
    return len(value) >= 6 and not says_where and find_secret(value) is None


def _finding(context: Context, path: str, text: str) -> Finding:
    reference = f"${{{variable_for(path, context.document.plain)}}}"
    scheme = SCHEME.match(text)
    written = f"{scheme[0]}{reference}" if scheme is not None else reference
    fix = replace_value(context, path, written, f"Read it from the environment: {reference}")
    key = named(split_pointer(path)[-1])
    return Finding(
        f"{key} is written out. If it is real, write {written} in its place and change it.", path, fix=fix
    )


RULE = Rule(
    id="literal-password",
    severity=Severity.WARNING,
    title="A password or key is written out",
    why="The manifest is part of the exported project, and manifests are shared and committed. Headers"
    " that sign in"
    " are left out of the project unless they are references.",
    mend="Write `${NAME}` in its place and set the variable where the agent runs.",
    check=check,
    every_kind=True,
)
