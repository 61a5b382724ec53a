"""Edits change what they are for and leave every other byte as it is, in blocks, flows and JSON."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from exporter import edits
from exporter.edits import Edits
from exporter.parse import Document, parse_documents

from .rule_cases import apply_edits

BLOCK = """\
# about
metadata:
  name: x   # the name
  tags: [a, b]
spec:
  tools:
    - name: a  # first
      handler: |
        one
        two

    # second
    - type: q
  flow: {a: 1, b: [1, 2], c: 3}
  last: true"""
JSON = '{\n  "a": 1,\n  "b": {"c": [1, 2]}\n}\n'


def edited(text: str, make: Callable[[Document], Edits]) -> str:
    return apply_edits(text, make(parse_documents(text)[0]))


BLOCK_CASES: list[tuple[Callable[[Document], Edits], str, str]] = [
    (lambda d: edits.rename_key(d, "/metadata/name", "title"), "  name: x   #", "  title: x   #"),
    (lambda d: edits.replace_value(d, "/metadata/name", "y: z"), "name: x ", 'name: "y: z" '),
    (lambda d: edits.replace_value(d, "/spec/last", [1, "a"]), "last: true", "last: [1, a]"),
    (lambda d: edits.remove(d, "/metadata/tags"), "  tags: [a, b]\n", ""),
    (lambda d: edits.remove(d, "/spec/tools/0/name"), "- name: a  # first\n      handler", "- handler"),
    (lambda d: edits.remove(d, "/spec/tools/0/handler"), "      handler: |\n        one\n        two\n", ""),
    (lambda d: edits.remove(d, "/spec/tools/1"), "    - type: q\n", ""),
    (lambda d: edits.remove(d, "/spec/tools/1/type"), "- type: q", "- {}"),
    (lambda d: edits.remove(d, "/spec/flow/a"), "{a: 1, b", "{b"),
    (lambda d: edits.remove(d, "/spec/flow/c"), ", c: 3", ""),
    (lambda d: edits.remove(d, "/spec/flow/b/1"), "[1, 2]", "[1]"),
    (lambda d: edits.remove(d, "/spec/last"), "\n  last: true", ""),
    (
        lambda d: edits.insert_keys(d, "/spec/tools/0/handler", {"x": "1"}),
        "        two\n",
        '        two\n      x: "1"\n',
    ),
    (lambda d: edits.insert_keys(d, "/metadata/name", {"v": 1}), "# the name\n", "# the name\n  v: 1\n"),
    (lambda d: edits.insert_keys(d, "/spec/flow/a", {"x": None}), "a: 1,", "a: 1, x: null,"),
    (lambda d: edits.insert_before(d, "/metadata", {"k": "v"}), "metadata:", "k: v\nmetadata:"),
    (lambda d: edits.add_to_mapping(d, "/spec/flow", {"d": 4, "e": 5}), "c: 3}", "c: 3, d: 4, e: 5}"),
    (
        lambda d: edits.replace_entry(d, "/metadata/tags", "labels", {"a": "true"}),
        "tags: [a, b]",
        'labels:\n    a: "true"',
    ),
]


@pytest.mark.parametrize(("make", "old", "new"), BLOCK_CASES)
def test_only_the_place_that_is_meant_changes(make: Callable[[Document], Edits], old: str, new: str) -> None:
    assert BLOCK.count(old) == 1
    assert edited(BLOCK, make) == BLOCK.replace(old, new)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_is_inserted_ends_its_lines_as_the_others_do(newline: str) -> None:
    text = newline.join(["a: 1", "b: 2", ""])
    made = edited(text, lambda d: edits.insert_keys(d, "/a", {"c": 3}))
    assert made == newline.join(["a: 1", "c: 3", "b: 2", ""])


def test_keys_that_are_inserted_into_json_are_json() -> None:
    made = edited(JSON, lambda d: edits.insert_keys(d, "/a", {"k": {"x": "y"}}))
    assert made == JSON.replace('"a": 1', '"a": 1,\n  "k": {"x": "y"}')


def test_the_last_key_of_json_is_removed_with_its_comma() -> None:
    assert edited(JSON, lambda d: edits.remove(d, "/b")) == '{\n  "a": 1\n}\n'


def test_an_anchor_stays_with_the_value_that_takes_the_place() -> None:
    assert edited("a: &x 1\nb: *x\n", lambda d: edits.replace_value(d, "/a", 2)) == "a: &x 2\nb: *x\n"


def test_the_last_item_of_a_list_leaves_an_empty_list_behind() -> None:
    made = edited("a:\n- x\nb: 1\n", lambda d: edits.remove(d, "/a/0"))
    assert parse_documents(made)[0].plain == {"a": [], "b": 1}


def test_an_empty_value_is_filled_behind_the_colon() -> None:
    assert edited("a:\nb: 1\n", lambda d: edits.replace_value(d, "/a", "x")) == "a: x\nb: 1\n"


@pytest.mark.parametrize(
    "text", ["yes", "1.0", "012", "1e3", "null", "~", "", "a: b", "#a", "- a", "2026-01-10", "é", "a\nb"]
)
def test_text_that_yaml_would_take_for_something_else_is_quoted(text: str) -> None:
    assert parse_documents(f"a: {edits.written(text)}")[0].plain == {"a": text}
    assert parse_documents(f"a: [{edits.written(text)}, x]")[0].plain == {"a": [text, "x"]}


def test_an_edit_of_what_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        edits.remove(parse_documents("a: 1")[0], "/b/c")
