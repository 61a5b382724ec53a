"""Names that a module needs → its import statements, sorted as import sorters do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .identifiers import python_name
from .python_text import LINE_LENGTH
from .source import PythonSource


def import_block(*sections: Mapping[str, Iterable[str]]) -> PythonSource:
    """Sections with an empty line between them: `{"os": ()}` is `import os`, names make `from … import …`."""
    return PythonSource("\n\n".join(_section(section) for section in sections if section))


def _section(section: Mapping[str, Iterable[str]]) -> str:
    named = {module: sorted(set(names), key=_kind_first) for module, names in section.items()}
    plain = [f"import {dotted_name(module)}" for module in sorted(named) if not named[module]]
    return "\n".join(
        plain + [_import_from(module, named[module]) for module in sorted(named) if named[module]]
    )


def _import_from(module: str, names: list[str]) -> str:
    line = f"from {dotted_name(module)} import {', '.join(map(python_name, names))}"
    if len(line) <= LINE_LENGTH:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def _kind_first(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def dotted_name(name: str) -> PythonSource:
    """`package.module.name`."""
    return PythonSource(".".join(map(python_name, name.split("."))))
