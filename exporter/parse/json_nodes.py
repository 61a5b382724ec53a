"""JSON text to a tree, with the positions that Python's own reader does not keep."""

from __future__ import annotations

import json
import re

from exporter.nodes import MappingNode, ScalarNode, SequenceNode
from exporter.parse.problems import Problem, ProblemError
from exporter.parse.scalars import MAX_DIGITS
from exporter.parse.tree import Tree

TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
        (?P<mark>[{}\[\],:])
      | (?P<string>"(?:[^"\\\x00-\x1f]++|\\.)*+")
      | (?P<number>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?(?![\w.]))
      | (?P<word>-?[A-Za-z]++)
      | (?P<end>\Z)
      | (?P<other>.)
    )""",
    re.VERBOSE | re.DOTALL,
)
WORDS = {"true": True, "false": False, "null": None}
NO_NUMBERS = frozenset({"NaN", "Infinity", "-Infinity"})
WANTED = {
    "value": "a value",
    "value or ]": 'a value or "]"',
    "key": "a key in double quotes",
    "key or }": 'a key in double quotes, or "}"',
    "colon": '":"',
    ", or }": '"," or "}"',
    ", or ]": '"," or "]"',
    "end": "the end",
}


def read_json(text: str) -> Tree:
    """The one document of a text; raises ProblemError where it is no JSON."""
    reader = JsonReader(text)
    for found in TOKEN.finditer(text):
        if not reader.take(found):
            break
    return reader.tree


class JsonReader:
    """Takes tokens; `wants` says what may come next, in the words of `WANTED`."""

    def __init__(self, text: str) -> None:
        self.tree = Tree(text)
        self.wants = "value"

    def take(self, found: re.Match[str]) -> bool:
        kind = str(found.lastgroup)
        token, start, end = found[kind], found.start(kind), found.end(kind)
        if self.wants == "end":
            return self.take_end(kind, start)
        if kind == "mark" and self.take_mark(token, start, end):
            return True
        if kind == "string" and self.wants.startswith("key"):
            self.place(ScalarNode(start, end, json.loads(token), json.loads(token), "double"))
            self.wants = "colon"
        elif kind in {"string", "number", "word"} and self.wants.startswith("value"):
            self.place(self.scalar(kind, token, start, end))
            self.after_value()
        else:
            raise self.error(start)
        return True

    def take_end(self, kind: str, start: int) -> bool:
        if kind != "end":
            message = "The manifest ends before this; remove what follows."
            raise ProblemError(Problem("trailing-content", message, start, len(self.tree.text)))
        return False

    def take_mark(self, token: str, start: int, end: int) -> bool:
        if token in "{[" and self.wants.startswith("value"):
            mapping = token == "{"
            self.tree.open(MappingNode(start, start, True) if mapping else SequenceNode(start, start, True))
            self.wants = "key or }" if mapping else "value or ]"
        elif token in "}]" and self.wants.endswith(token):
            self.tree.close(end)
            self.after_value()
        elif token == "," and self.wants.startswith(","):
            self.wants = "key" if self.wants == ", or }" else "value"
        elif token == ":" and self.wants == "colon":
            self.wants = "value"
        else:
            return False
        return True

    def after_value(self) -> None:
        if not self.tree.frames:
            self.wants = "end"
        else:
            self.wants = ", or }" if isinstance(self.tree.frames[-1].node, MappingNode) else ", or ]"

    def scalar(self, kind: str, token: str, start: int, end: int) -> ScalarNode:
        if kind == "string":
            try:
                text = json.loads(token)
            except ValueError:
                raise ProblemError(
                    Problem(
                        "json-syntax", "The text has a backslash that means nothing; double it.", start, end
                    )
                ) from None
            return ScalarNode(start, end, text, text, "double")
        if kind == "word" and token not in WORDS and token not in NO_NUMBERS:
            raise self.error(start)
        node = ScalarNode(start, end, WORDS.get(token), token)
        if token in NO_NUMBERS or (
            kind == "number" and (len(token) > MAX_DIGITS or abs(float(token)) > 1e300)
        ):
            message = f'"{token[:40]}" is no number that JSON knows; write a finite one, or put it in quotes.'
            self.tree.problem("not-a-number", message, node, quote=True)
            node.value = token
        elif kind == "number":
            node.value = json.loads(token)
        return node

    def place(self, node: ScalarNode) -> None:
        self.tree.count(1, node.start, node.end)
        self.tree.check_characters(node)
        self.tree.place(node)

    def error(self, start: int) -> ProblemError:
        text = self.tree.text
        if start >= len(text):
            message = f"The text ends too early; {WANTED[self.wants]} is missing."
            return ProblemError(Problem("json-syntax", message, len(text), len(text)))
        message = f"This is not JSON: {WANTED[self.wants]} is expected here."
        if text[start] == '"' and self.wants.startswith(","):
            message = "A comma is missing before this."
        elif text[start] == '"':
            message = "The quote that begins here is not closed in its line."
        elif text[start] == "'":
            message = "JSON has double quotes only; write \" in the place of '."
        elif text[start] in "}]" and self.wants in {"key", "value"}:
            message = f'There is a comma too many before this "{text[start]}"; remove it.'
        return ProblemError(Problem("json-syntax", message, start, start + 1))
