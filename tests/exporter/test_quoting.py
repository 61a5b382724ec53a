"""Text becomes source and comes back equal, whatever it is, in the form that formatters leave alone."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
import yaml as pyyaml
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from exporter.quoting import (
    Call,
    PythonSource,
    Subscript,
    arranged,
    assignment,
    class_name,
    columns,
    identifier,
    import_block,
    project_name,
    python,
    python_name,
    signature,
)
from exporter.quoting.characters import is_readable
from exporter.quoting.docker import compose_text, dockerfile_text
from exporter.quoting.dotenv import dotenv_comment, dotenv_text, variable_name
from exporter.quoting.identifiers import NotAnIdentifierError
from exporter.quoting.markdown import markdown_code, markdown_text, mermaid_text
from exporter.quoting.python_text import comment, docstring
from exporter.quoting.shell import shell
from exporter.quoting.source import number
from exporter.quoting.toml import toml
from exporter.quoting.yaml import yaml

RUFF = Path(sys.executable).parent / "ruff"
UGLY = [
    "",
    '"',
    "'",
    '"""',
    "'''",
    "\\",
    "ends with a backslash\\",
    "C:\\new\\temp",
    "{city} {{x}} {% raw %} ${HOME}",
    "one\ntwo\r\nthree\ttabbed",
    "\x00\x07\x1b\x7f\x85\xa0",
    "\u202e reversed \u2066 hidden \u200b \ufeff",
    "line\u2028separator\u2029",
    "\ud800 lone surrogate",
    "schön 你好 नमस्ते 😀 👩‍👩‍👧",
    '", __import__("os").system("x"), "',
    "a " * 200,
    "x" * 500,
    '"' * 300,
    "  leading and trailing  ",
    "#!/bin/sh\n# comment",
]
anything = st.one_of(st.sampled_from(UGLY), st.text(st.characters(codec=None), max_size=400))
numbers = st.floats(allow_nan=False, allow_infinity=False)
plain = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), anything
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(anything, inner, max_size=4),
        st.lists(inner, max_size=3).map(tuple),
    ),
    max_leaves=12,
)


def format_problems(source: str, line_length: int = 110) -> str:
    done = subprocess.run(
        [RUFF, "format", "--isolated", "--no-cache", "--diff", f"--line-length={line_length}", "-"],
        input=source.encode(),
        capture_output=True,
        check=False,
    )
    return done.stdout.decode() + done.stderr.decode() if done.returncode else ""


@given(plain)
def test_a_value_comes_back_equal_from_python(value):
    assert ast.literal_eval(python(value)) == value
    assert ast.literal_eval(str(arranged(value, indent=4, used=20))) == value


@given(anything)
def test_no_character_that_hides_or_reorders_reaches_python_source(text):
    assert all(is_readable(letter) or letter == "\n" for letter in arranged(text))


@given(anything)
def test_no_line_of_a_literal_is_too_long(text):
    source = assignment("SYSTEM_PROMPT", text)
    assert all(columns(line) <= 110 for line in source.splitlines())


def test_a_formatter_leaves_literals_as_they_are():
    letters = ["a", " ", '"', "'", "\\", "\n", "é", "你", "\u202e", "😀"]
    texts = [*UGLY[:-8], *UGLY[-7:]]
    texts += [first * 97 + second * size for size in range(12) for first in letters for second in letters]
    texts = [text for text in texts if "\ud800" not in text]
    source = "\n".join(assignment(f"X{number}", text) for number, text in enumerate(texts)) + "\n"
    source += assignment("CALL", Call("f", tuple((f"a{n}", text) for n, text in enumerate(texts)))) + "\n"
    source += assignment("MAP", {text: text for text in texts}) + "\n"
    source += assignment("LIST", [texts, tuple(texts)]) + "\n"
    assert format_problems(source) == ""


def test_a_formatter_leaves_short_and_long_calls_as_they_are():
    calls = [Call("f", tuple((f"name{n}", "v" * size) for n in range(3))) for size in range(1, 60)]
    source = "\n".join(assignment(f"X{n}", call) for n, call in enumerate(calls)) + "\n"
    source += "\n".join(assignment(f"Y{n}", Subscript("Literal", ("v" * n, "w"))) for n in range(100)) + "\n"
    single = [Subscript("list", (Subscript("Literal", ("v" * n,)),)) for n in range(80, 130)]
    source += "\n".join(assignment(f"Z{n}", one) for n, one in enumerate(single)) + "\n"
    assert format_problems(source) == ""


def test_widths_are_counted_as_formatters_count_them(tmp_path):
    readable = [chr(code) for code in range(0x7F, 0x30000) if is_readable(chr(code))]
    lines = [f'x = "a{letter * 10}"' for letter in readable]
    (tmp_path / "widths.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = subprocess.run(
        [RUFF, "check", "--isolated", "--no-cache", "--select=E501", "--line-length=1",
         "--output-format=concise", "widths.py"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = [int(line.split("(")[1].split(" ")[0]) for line in done.stdout.splitlines() if "E501" in line]
    assert told == [columns(line) for line in lines]


def test_a_prompt_stays_readable_one_line_of_source_for_each_line_of_text():
    prompt = "You help people.\n" * 10 + "Sprich Deutsch: schön!"
    lines = assignment("SYSTEM_PROMPT", prompt).splitlines()
    assert lines[1:-1] == ['    "You help people.\\n"'] * 10 + ['    "Sprich Deutsch: schön!"']


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ("it's", '"it\'s"'),
        ('say "hi"', "'say \"hi\"'"),
        (Decimal("1.50"), 'Decimal("1.50")'),
        (float("inf"), 'float("inf")'),
        (True, "True"),
        ((1,), "(1,)"),
        (PythonSource("MODEL"), "MODEL"),
    ],
)
def test_values_are_written_as_a_person_would(value, source):
    assert python(value) == source


def test_what_has_no_literal_is_refused():
    with pytest.raises(TypeError):
        python(object())


@given(anything)
def test_an_identifier_is_always_one(text):
    for name in (identifier(text), class_name(text)):
        assert name.isidentifier()
        assert python_name(name) == name
    assert project_name(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [("my-arg", "my_arg"), ("class", "class_"), ("1st", "value_1st"), ("Größe", "Groe"), ("_id", "id"),
     ("schema", "schema_"), ("model_config", "model_config_"), ("str", "str_"), ("日本", "value")],
)  # fmt: skip
def test_names_become_the_nearest_identifier(text, name):
    assert identifier(text) == name


def test_no_field_takes_a_name_that_pydantic_has():
    public = [name for name in dir(BaseModel) if not name.startswith("_")]
    assert not [name for name in public if identifier(name) == name]


def test_a_name_that_is_none_is_refused():
    for text in ("", "a b", "class", "é", "a.b", "x\n"):
        with pytest.raises(NotAnIdentifierError):
            python_name(text)


@pytest.mark.parametrize(
    ("text", "name"), [("../../evil", "evil"), ("CON", "con-agent"), ("…", "agent"), ("A b", "a-b")]
)
def test_a_project_name_is_harmless_in_a_path(text, name):
    assert project_name(text) == name


@given(anything)
def test_comments_and_docstrings_stay_inside(text):
    source = f'"""{docstring(text)}"""\nx = 1  # {comment(text)}\n'
    assert [type(node) for node in ast.parse(source).body] == [ast.Expr, ast.Assign]


def without_surrogates(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)


@given(anything)
def test_a_value_comes_back_equal_from_yaml_and_toml(text):
    assert pyyaml.safe_load(f"key: {yaml(text)}\n") == {"key": without_surrogates(text)}
    assert tomllib.loads(f"key = {toml(text)}\n") == {"key": without_surrogates(text)}


@pytest.mark.parametrize("value", [None, True, False, 3, 1.5, "yes", "null", "1e3", "0x1"])
def test_yaml_keeps_the_kind_of_a_value(value):
    assert pyyaml.safe_load(yaml(value)) == value


@given(anything)
def test_nothing_is_put_into_a_compose_value(text):
    read = pyyaml.safe_load(compose_text(text))
    assert read.replace("$$", "") == without_surrogates(text).replace("$", "")


@given(anything)
def test_a_dockerfile_value_is_one_quoted_word(text):
    value = dockerfile_text(text)
    assert "\n" not in value
    inside = value[1:-1].replace("\\\\", "").replace('\\"', "").replace("\\$", "")
    assert not set(inside) & set('"$\\')


@given(anything)
def test_a_dotenv_value_is_one_line_and_comes_back(tmp_path_factory, text):
    file = tmp_path_factory.mktemp("env") / ".env"
    line = f"# {dotenv_comment(text)}\nNAME={dotenv_text(text)}\nLAST=1\n"
    file.write_text(line, encoding="utf-8", errors="replace")
    read = dotenv_values(file, interpolate=False)
    assert list(read) == ["NAME", "LAST"]


@pytest.mark.parametrize("text", ["plain", "with space", "it's", "back\\slash", "$HOME ${X} #no", 'say "hi"'])
def test_a_dotenv_value_is_read_as_it_was(tmp_path, text):
    (tmp_path / ".env").write_text(f"NAME={dotenv_text(text)}\n", encoding="utf-8")
    assert dotenv_values(tmp_path / ".env", interpolate=False) == {"NAME": text}


def test_a_variable_name_that_is_none_is_refused():
    assert variable_name("A_1") == "A_1"
    with pytest.raises(ValueError, match="environment variable"):
        variable_name("A B")


@given(anything)
def test_markdown_is_one_line_without_a_way_out(text):
    for quoted in (markdown_text(text), markdown_code(text), mermaid_text(text), shell(text)):
        assert len(quoted.splitlines()) <= 1
    assert "<" not in markdown_text(text).replace("\\<", "")
    assert '"' not in mermaid_text(text)


def test_markdown_shows_the_text_itself():
    assert markdown_text("<script> *x* [a](b) | c") == r"\<script\> \*x\* \[a\]\(b\) \| c"
    assert markdown_text("1. no list") == r"1\. no list"
    assert markdown_code("a ` b") == "``a ` b``"


def test_imports_are_sorted_as_sorters_do():
    block = import_block({"os": (), "typing": ["Any"]}, {"b": ["f", "Class", "D_E"], "a.c": ["x"]})
    assert block == "import os\nfrom typing import Any\n\nfrom a.c import x\nfrom b import D_E, Class, f"
    long = import_block({"module": [f"name_{n}" for n in range(30)]})
    assert format_problems(long + "\n") == ""


def test_a_signature_is_broken_when_it_is_too_long():
    assert signature("f", ["a: int"]) == "async def f(a: int) -> str"
    long = signature("f", [f"argument_{n}: int" for n in range(9)])
    assert format_problems(f"{long}:\n    return ''\n".replace("''", '""')) == ""


def test_a_number_is_harmless_everywhere():
    assert number(8000) == "8000"
