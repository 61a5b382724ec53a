"""Options of an export: what is accepted, what is refused and in which words."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from exporter.errors import InvalidOptionError
from exporter.options import OPTIONS, ExportOptions, parse_options

EXPORTER = Path(__file__).resolve().parents[2] / "exporter"


def test_without_options_everything_has_its_default() -> None:
    assert parse_options([]) == ExportOptions()


def test_each_kind_of_option_is_read() -> None:
    options = parse_options(["memory=redis", "docker=no", "port=9000", "client-example=off", "langfuse=TRUE"])
    assert options == ExportOptions(
        memory="redis", docker=False, port=9000, client_example=False, langfuse=True
    )


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        (["memroy=redis"], 'There is no option "memroy". Did you mean "memory"?'),
        (["memory"], '"memory" has no "="'),
        (["memory=mongodb"], 'Option "memory" must be "auto", "none"'),
        (["docker=perhaps"], 'must be "true" or "false", not "perhaps"'),
        (["port=0"], "between 1 and 65535"),
        (["port=65536"], "between 1 and 65535"),
        (["port=-1"], "must be a whole number"),
        (["port=²"], "must be a whole number"),
        (["port=" + "9" * 10_000], "between 1 and 65535"),
        (["python=2.7"], 'must be "3.11", "3.12" or "3.13"'),
        (["port=1", "port=2"], 'Option "port" is given twice'),
        (["=1"], 'There is no option ""'),
    ],
)
def test_a_wrong_option_is_refused_with_what_would_be_right(pairs: list[str], words: str) -> None:
    with pytest.raises(InvalidOptionError) as refused:
        parse_options(pairs)
    assert words in str(refused.value)


def test_options_made_in_code_are_checked_too() -> None:
    with pytest.raises(InvalidOptionError):
        ExportOptions(memory="mongodb")  # type: ignore[arg-type]


def test_every_option_is_described_and_its_default_is_among_its_values() -> None:
    assert [option.name for option in OPTIONS] == [field.name for field in fields(ExportOptions)]
    for option in OPTIONS:
        assert option.help.endswith(".")
        assert option.kind != "choice" or option.default in option.values


@pytest.mark.parametrize("name", [option.name for option in OPTIONS])
def test_every_option_is_read_by_somebody(name: str) -> None:
    readers = [
        path
        for path in EXPORTER.rglob("*.py")
        if "kit" not in path.parts and path.name != "options.py" and f"options.{name}" in path.read_text()
    ]
    assert readers
