"""Names made from text: identifiers of Python, and names that are harmless in paths, YAML and shells."""

from __future__ import annotations

import keyword
import re
import unicodedata

from .source import PlainSource, PythonSource

MAX_LENGTH = 48
# What pydantic's BaseModel, LangChain or an annotation of the same class already means by a name.
TAKEN = frozenset(
    {
        *(
            "args",
            "cls",
            "config",
            "construct",
            "context",
            "copy",
            "fields",
            "from_orm",
            "json",
            "kwargs",
            "mro",
        ),
        *(
            "parse_file",
            "parse_obj",
            "parse_raw",
            "root",
            "run_manager",
            "schema",
            "schema_json",
            "self",
            "type_",
        ),
        *("update_forward_refs", "validate", "bool", "dict", "float", "int", "list", "str"),
    }
)
PYDANTIC = re.compile(
    r"model_(config|construct|copy|dump|extra|fields|computed_fields|json_schema|parametrized|post_init|rebuild"
    r"|validate)"
)


class NotAnIdentifierError(ValueError):
    """Text that should have been an identifier by now is none: our mistake, never a user's."""


def identifier(text: str, fallback: str = "value") -> str:
    """The nearest ASCII identifier that is no keyword and means nothing to pydantic."""
    letters = unicodedata.ucd_3_2_0.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "_", letters).strip("_")[:MAX_LENGTH].strip("_")
    if not name:
        return fallback
    if name[0].isdigit():
        name = f"{fallback}_{name}"
    if keyword.iskeyword(name) or name in TAKEN or PYDANTIC.match(name):
        name = f"{name}_"
    return name


def class_name(text: str) -> str:
    """`get-weather` → `GetWeather`."""
    words = [word for word in identifier(text, "Value").split("_") if word]
    name = "".join(word[0].upper() + word[1:] for word in words)
    return f"{name}_" if keyword.iskeyword(name) else name  # none, true and false become keywords


def python_name(name: str) -> PythonSource:
    """A name that a plan or `identifier` has made, as source; anything else is refused."""
    if not (name.isascii() and name.isidentifier()) or keyword.iskeyword(name):
        raise NotAnIdentifierError(f'"{name[:80]!a}" is no Python identifier')
    return PythonSource(name)


def project_name(text: str) -> PlainSource:
    """A name for a folder, a distribution and a container image: `a-z0-9` and `-`, never empty."""
    letters = unicodedata.ucd_3_2_0.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-")
    # Windows keeps these names for devices.
    return PlainSource(
        f"{name}-agent" if re.fullmatch("con|prn|aux|nul|com[0-9]|lpt[0-9]", name) else name or "agent"
    )
