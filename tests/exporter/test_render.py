"""Templates let nothing through that is not quoted for their language; the kit is shipped as it is."""

from __future__ import annotations

import ast

import jinja2
import pytest

from exporter import render
from exporter.files.kit import KIT
from exporter.quoting import PythonSource, YamlSource, python
from exporter.quoting.source import number
from exporter.quoting.yaml import yaml
from exporter.render import KitImportError, UnquotedTextError, kit_text, language_of, render_plan
from tests.exporter.plans import demo, planned


def render_text(template: str, path: str = "x.py", **values: object) -> str:
    return render._environment(language_of(path)).from_string(template).render(values)


@pytest.mark.parametrize("value", ["text", 3, None, ["a"], yaml("text"), PythonSource("a") + "b", True])
def test_what_is_not_python_source_does_not_reach_a_python_file(value):
    with pytest.raises(UnquotedTextError):
        render_text("{{ value }}", value=value)


@pytest.mark.parametrize(
    "expression", ["value ~ value", "[value, value] | join", "value | upper", "value | string"]
)
def test_source_that_is_joined_or_changed_is_no_source_any_more(expression):
    with pytest.raises((UnquotedTextError, jinja2.TemplateError)):
        render_text("{{ " + expression + " }}", value=python("x"))


def test_source_of_the_right_language_and_harmless_values_pass():
    assert render_text("{{ a }} {{ b }}", a=python("x"), b=number(3)) == '"x" 3'
    assert render_text("{{ a | yaml }}", "x.yaml", a="x") == '"x"'
    with pytest.raises(UnquotedTextError):
        render_text("{{ a | yaml }}", "x.py", a="x")


def test_a_name_that_a_template_does_not_get_is_an_error():
    with pytest.raises((jinja2.UndefinedError, TypeError)):
        render_text("{{ missing | python }}")


def test_a_file_of_no_known_language_takes_harmless_values_only():
    with pytest.raises(UnquotedTextError):
        render_text("{{ value }}", ".gitignore", value=YamlSource("x"))


@pytest.mark.parametrize("module", sorted(path.stem for path in KIT.glob("*.py") if path.stem != "__init__"))
def test_a_kit_module_differs_from_its_flat_form_in_its_imports_only(module):
    ours = ast.parse((KIT / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(ours):
        if isinstance(node, ast.ImportFrom):
            node.level = 0
    assert ast.dump(ast.parse(kit_text(module))) == ast.dump(ours)


@pytest.mark.parametrize("line", ["from . import errors", "from ..files import agent", "from .a.b import c"])
def test_an_import_that_a_flat_project_cannot_have_is_refused(line, tmp_path, monkeypatch):
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "strange.py").write_text(f"{line}\n", encoding="utf-8")
    monkeypatch.setattr(render, "HERE", tmp_path)
    with pytest.raises(KitImportError):
        kit_text.__wrapped__("strange")


def test_text_that_looks_like_an_import_stays_as_it_is(tmp_path, monkeypatch):
    (tmp_path / "kit").mkdir()
    source = 'from .errors import E\n\nTEXT = """\nfrom .errors import E\n"""\n'
    (tmp_path / "kit" / "strange.py").write_text(source, encoding="utf-8")
    monkeypatch.setattr(render, "HERE", tmp_path)
    assert kit_text.__wrapped__("strange") == source.replace("from .", "from ", 1)


def test_files_come_in_the_order_of_their_paths():
    paths = [file.path for file in render_plan(planned(demo()))]
    assert paths == sorted(paths)
