"""Text to nodes: the right values at the right places, and a plain sentence where there are none."""

from __future__ import annotations

import json

import pytest
import yaml

from exporter.nodes import MappingNode, Node, ScalarNode, SequenceNode, find_node, join_pointer
from exporter.parse import Document, parse_documents
from exporter.parse.limits import MAX_BYTES, MAX_DEPTH, MAX_DOCUMENTS, MAX_NODES, MAX_PROBLEMS

from .corpus import MANIFESTS, require_corpus
from .official_schema import corpus_documents
from .rule_cases import apply_edits


def only(text: str) -> Document:
    documents = parse_documents(text)
    assert len(documents) == 1
    return documents[0]


def found(text: str) -> list[tuple[str, int, int]]:
    return [
        (each.rule, each.location.line, each.location.column)
        for document in parse_documents(text)
        for each in document.diagnostics
    ]


def written_at(document: Document, pointer: str, on: str = "value") -> str:
    place = document.locate(pointer, "key" if on == "key" else "value")
    lines = document.lines
    start = lines.starts[place.line - 1] + place.column - 1
    return lines.text[start : lines.starts[place.end_line - 1] + place.end_column - 1]


TEXT = """\
# é😀
a: plain text  # comment
b: 'it''s'
c: "\\u00e9"
d: |
  one
  two

e:
  - x
  - {k: [1, 2.5]}
f:
"""


@pytest.mark.parametrize(
    ("pointer", "on", "text"),
    [
        ("/a", "key", "a"),
        ("/a", "value", "plain text"),
        ("/b", "value", "'it''s'"),
        ("/c", "value", '"\\u00e9"'),
        ("/d", "value", "|\n  one\n  two"),
        ("/e/0", "value", "x"),
        ("/e", "value", "- x\n  - {k: [1, 2.5]}"),
        ("/e/1", "value", "{k: [1, 2.5]}"),
        ("/e/1/k", "key", "k"),
        ("/e/1/k/1", "value", "2.5"),
        ("/f", "value", "f"),
        ("/e/9/nothing", "value", "- x\n  - {k: [1, 2.5]}"),
        ("", "key", "a"),
    ],
)
def test_every_key_and_value_is_found_where_it_is_written(pointer: str, on: str, text: str) -> None:
    assert written_at(only(TEXT), pointer, on) == text


def test_lines_and_columns_count_characters_from_one_as_editors_do() -> None:
    place = only('x: "é😀"\u2028\r\ny: {z: 1}\r\n').locate("/y/z")
    assert (place.line, place.column, place.end_line, place.end_column) == (2, 8, 2, 9)


SCALARS = ["yes", "No", "on", "~", "", "012", "0x1F", "0b11", "1_000", "1:30", "-1:30.5", "+12", "1.", ".5"]
SCALARS += [
    "1e3",
    "1.0e+3",
    "0o17",
    "'1'",
    '"1"',
    "!!str 1",
    "!!int '3'",
    "! 12",
    "a b",
    "a#b",
    "nulls",
    "0.",
]


@pytest.mark.parametrize("text", SCALARS)
def test_scalars_mean_what_they_mean_to_python_s_reader(text: str) -> None:
    theirs = yaml.safe_load(f"a: {text}")["a"]
    ours = only(f"a: {text}").plain["a"]
    assert (ours, type(ours)) == (theirs, type(theirs))


def test_every_document_of_the_corpus_reads_as_python_reads_it() -> None:
    require_corpus()
    ours = {
        (file.name, document.index): document.plain
        for file in MANIFESTS.glob("*")
        for document in parse_documents(file.read_text(encoding="utf-8"))
    }
    for name, number, content in corpus_documents():
        assert ours[name, number] == content


def test_json_reads_the_same_by_our_two_ways_and_by_python_s() -> None:
    text = '{"a": [1, -2.5e3, true, null, "\\ud83d\\ude00\\n\\/"],\n\t"b": {"c": {}}, "d": []}'
    document = only(text)
    assert document.plain == json.loads(text)
    assert written_at(document, "/a/1") == "-2.5e3"
    assert written_at(document, "/b", "key") == '"b"'
    assert written_at(document, "/a") == '[1, -2.5e3, true, null, "\\ud83d\\ude00\\n\\/"]'


def test_each_value_lies_within_the_one_around_it() -> None:
    require_corpus()

    def check(node: Node, start: int, end: int) -> None:
        assert start <= node.start <= node.end <= end
        if isinstance(node, MappingNode):
            for entry in node.entries.values():
                assert node.start <= entry.key.start < entry.key.end <= max(entry.value.start, entry.key.end)
                check(entry.value, node.start, node.end)
        elif isinstance(node, SequenceNode):
            for item in node.items:
                check(item, node.start, node.end)

    for file in MANIFESTS.glob("*"):
        for document in parse_documents(file.read_text(encoding="utf-8")):
            if document.root is not None and "*" not in document.text:
                check(document.root, 0, len(document.text))


def test_a_pointer_finds_keys_with_slashes_and_tildes() -> None:
    document = only("a/b: {c~d: 1}")
    assert document.root is not None
    pointer = join_pointer(join_pointer("", "a/b"), "c~d")
    node = find_node(document.root, pointer)
    assert isinstance(node, ScalarNode)
    assert node.value == 1


@pytest.mark.parametrize(
    ("text", "rule", "line", "column", "words"),
    [
        ("a: 'x\nb: 1\n", "yaml-syntax", 1, 4, "The quote that begins here"),
        ("a: b: c", "yaml-syntax", 1, 5, "needs quotes"),
        ("a:\n  b: 1\n c: 2", "yaml-syntax", 3, 2, "indent"),
        ("a: @x", "yaml-syntax", 1, 4, 'cannot begin with "@"'),
        ("a:\n\tb: 1", "yaml-syntax", 2, 1, "tab"),
        ("a: [1, 2\nb: 3", "yaml-syntax", 2, 2, "not closed"),
        ('a: "\\q"', "yaml-syntax", 1, 5, "backslash"),
        ('{"a": 1,}x', "json-syntax", 1, 9, "comma too many"),
        ('{"a" 1}', "json-syntax", 1, 6, '":" is expected'),
        ('{"a": "b}', "json-syntax", 1, 7, "not closed"),
        ('{"a": 1} x', "trailing-content", 1, 10, "remove what follows"),
        ('{"a": 1', "json-syntax", 1, 8, "ends too early"),
        ("a: 1\n...\nb", "yaml-syntax", 3, 1, "ends above"),
        ("", "empty-text", 1, 1, "write one"),
        ("a: 1\nb: 2\na: 3", "duplicate-key", 3, 1, "line 1"),
        ("a: {<<: {b: 1}}", "merge-key", 1, 5, "write the merged keys out"),
        ("a: !!python/object/apply:os.system [x]", "unknown-tag", 1, 4, "remove it"),
        ("a: *b", "unknown-alias", 1, 4, "no anchor"),
        ("on: 1", "key-not-text", 1, 1, "in quotes"),
        ("? [a]\n: 1", "key-not-text", 1, 3, "keys are text"),
        ("a: .nan", "not-a-number", 1, 4, "finite"),
        ('{"a": NaN}', "not-a-number", 1, 7, "finite"),
        ("a: " + "9" * 5000, "not-a-number", 1, 4, "finite"),
        ('{"a": 1e999}', "not-a-number", 1, 7, "finite"),
        ("a: \x00", "forbidden-character", 1, 4, "U+0000"),
        ("a: \ud800", "forbidden-character", 1, 4, "U+D800"),
        ('a: "\\0"', "forbidden-character", 1, 4, "NUL"),
        ('{"a": "\\ud800"}', "forbidden-character", 1, 7, "half of a pair"),
    ],
)
def test_what_cannot_be_read_is_told_once_at_its_place(
    text: str, rule: str, line: int, column: int, words: str
) -> None:
    assert found(text) == [(rule, line, column)]
    assert words in parse_documents(text)[-1].diagnostics[0].message


@pytest.mark.parametrize("text", ["on: 1", "1: x", "a: .inf", '{"a": NaN}', "a: 1.0e+999"])
def test_quotes_mend_what_is_no_text_or_number(text: str) -> None:
    fix = only(text).diagnostics[0].fix
    assert fix is not None
    assert found(apply_edits(text, fix.edits)) == []


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert only("\ufeffa: 1").plain == {"a": 1}
    assert written_at(only("\ufeffa: 1"), "/a", "key") == "a"


def test_each_document_has_its_number_and_its_own_positions() -> None:
    documents = parse_documents("a: 1\n---\nb: 2\n---\n")
    assert [(document.index, document.plain) for document in documents] == [(0, {"a": 1}), (1, {"b": 2})]
    assert documents[1].locate("/b").line == 3


def test_documents_before_a_broken_one_are_read() -> None:
    first, second = parse_documents("a: 1\n---\nb: 'x\n")
    assert (first.plain, first.diagnostics) == ({"a": 1}, [])
    assert [diagnostic.rule for diagnostic in second.diagnostics] == ["yaml-syntax"]


BOMB = "a: &a [1,1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"{chr(98 + level)}: &{chr(98 + level)} [{','.join(['*' + chr(97 + level)] * 10)}]\n"
    for level in range(9)
)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (BOMB, "too-many-values"),
        ("a: [" + "1," * MAX_NODES + "1]", "too-many-values"),
        ('{"a": [' + "1," * MAX_NODES + "1]}", "too-many-values"),
        ("a\n---\n" * (MAX_DOCUMENTS + 5), "too-many-values"),
        ("[" * 200_000, "too-deep"),
        ('{"a":' * 100_000, "too-deep"),
        ("- " * 200_000, "too-deep"),
        ("a: " + "x" * MAX_BYTES, "too-large"),
        ("é" * (MAX_BYTES // 2 + 1), "too-large"),
        ("a: 1\n" * 5000, "too-many-problems"),
    ],
    ids=lambda value: value[:12],
)
def test_hostile_texts_are_refused(text: str, rule: str) -> None:
    assert parse_documents(text)[-1].diagnostics[-1].rule == rule


def test_no_more_is_built_than_the_limits_allow() -> None:
    """An alias counts as all that it stands for, before anything is copied."""

    def size(node: Node | None) -> int:
        if isinstance(node, MappingNode):
            return 1 + sum(size(entry.value) for entry in node.entries.values())
        return 1 + sum(size(item) for item in node.items) if isinstance(node, SequenceNode) else 1

    assert only(BOMB).root is None
    within = only("a: &a [1, 2]\nb: [*a, *a]\n")
    assert size(within.root) == 11
    assert len(parse_documents("a: 1\n" * 5000)[0].diagnostics) == MAX_PROBLEMS + 1


def test_the_deepest_nesting_allowed_is_read() -> None:
    inner = MAX_DEPTH - 1
    assert found("a: " + "[" * inner + "]" * inner) == []
    assert found("a: " + "[" * (inner + 1) + "]" * (inner + 1)) == [("too-deep", 1, 4 + inner)]
