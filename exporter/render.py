"""ExportPlan → generated files; the only Jinja environment, and the only reader of the kit's text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from .files import ExportPlan, PlannedFile
from .files.kit import relative_imports
from .quoting import (
    FILTERS,
    DockerfileSource,
    DotenvSource,
    MarkdownSource,
    PlainSource,
    PythonSource,
    Source,
    TomlSource,
    YamlSource,
)

HERE = Path(__file__).parent
LANGUAGES: dict[str, type[Source]] = {
    ".py": PythonSource,
    ".toml": TomlSource,
    ".yaml": YamlSource,
    ".md": MarkdownSource,
    ".env.example": DotenvSource,
    "Dockerfile": DockerfileSource,
}


class UnquotedTextError(TypeError):
    """A template let text through that nobody has quoted for its language: our mistake."""


class KitImportError(ValueError):
    """A kit module imports a sibling in a way that the flat project cannot."""


@dataclass(frozen=True)
class GeneratedFile:
    """A file's text, and its path inside the project's folder. `kit`: it is the same in every project."""

    path: str
    text: str
    kit: bool = False


def render_plan(plan: ExportPlan) -> tuple[GeneratedFile, ...]:
    """All files, in order of their paths."""
    files = (
        GeneratedFile(planned.path, _text(planned), kit=planned.kit is not None) for planned in plan.files
    )
    return tuple(sorted(files, key=lambda file: file.path))


def _text(planned: PlannedFile) -> str:
    if planned.text is not None:
        return planned.text
    if planned.kit is not None:
        return kit_text(planned.kit)
    if planned.template is None:
        raise ValueError(f'nobody says where "{planned.path}" comes from')
    return _template(planned.template).render(planned.context)


@cache
def _environment(language: type[Source]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_only(language),
    )
    environment.filters = dict(FILTERS)
    return environment


def _only(language: type[Source]) -> Callable[[object], object]:
    def finalize(value: object) -> object:
        if not isinstance(value, (language, PlainSource)):
            raise UnquotedTextError(f"{type(value).__name__} is not {language.__name__}")
        return value

    return finalize


@cache
def _template(name: str) -> Template:
    return _environment(language_of(name.removesuffix(".jinja"))).get_template(name)


def language_of(path: str) -> type[Source]:
    """What text in this file has to be quoted for; PlainSource where nothing may be."""
    return next((language for end, language in LANGUAGES.items() if path.endswith(end)), PlainSource)


@cache
def kit_text(module: str) -> str:
    """A kit module in a flat project: `from .x import y` becomes `from x import y`, nothing else."""
    source = (HERE / "kit" / f"{module}.py").read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    for number, named in relative_imports(source):
        if not re.fullmatch(r"\.\w+", named):
            raise KitImportError(f"{module}.py, line {number}: only `from .sibling import name`")
        lines[number - 1] = re.sub(r"from \.(?=\w)", "from ", lines[number - 1], count=1)
    text = "".join(lines)
    if relative_imports(text):
        raise KitImportError(f"{module}.py: an import of a sibling is left")
    return text
