"""Where the cause of a YAML error is: libyaml often notices it many lines later."""

from __future__ import annotations

import re

import yaml

from exporter.parse.problems import Problem
from exporter.parse.yaml_tabs import spaces_for_tabs
from exporter.parse.yaml_words import TAB, plain_words

RULE = "yaml-syntax"
REFERENCE = re.compile(r"\$\{[^{}\n]*\}")
PROGRAM = re.compile(
    r"^(?:import \w|from [\w.]+ import |def \w+\(|class \w+[(:]|const \w+ =|function \w+\()", re.M
)
MARKUP = re.compile(r"<[!?/A-Za-z]")
FENCE = re.compile(r"^```", re.M)
KEY = re.compile(r"(?P<indent> *(?:- +)?)[\w.$-]+$")
PAIR = re.compile(r" *(?:- +)?[\w.$-]+: +[^|>&\s]")
BEGIN = 'a manifest is YAML and begins with a line such as "apiVersion: ossa/v0.4".'


def yaml_trouble(error: yaml.MarkedYAMLError, text: str, quoted: tuple[int, int] | None) -> Problem:
    """`quoted` is where the last text in quotes was read from, to before the error."""
    mark = error.problem_mark or error.context_mark
    offset = min(mark.index, len(text)) if mark is not None else 0
    found = (
        other_language(text)
        or reference_in_braces(text, offset)
        or quote_not_closed(error, text, offset, quoted)
        or line_above(error, text, offset)
    )
    if found is not None:
        return found
    message, end = plain_words(error, text, offset), min(offset + 1, len(text))
    return Problem(RULE, message, offset, end, spaces=spaces_for_tabs(text) if message == TAB else ())


def other_language(text: str) -> Problem | None:
    start = len(text) - len(text.lstrip())
    if MARKUP.match(text, start):
        return Problem(RULE, f"This looks like HTML or XML; {BEGIN}", start, start + 1)
    if fence := FENCE.search(text):
        message = "This line belongs to Markdown; remove it, and all that is not the manifest."
        return Problem(RULE, message, fence.start(), fence.end())
    if program := PROGRAM.match(text, start):
        return Problem(RULE, f"This looks like a program; {BEGIN}", start, program.end())
    return None


def reference_in_braces(text: str, offset: int) -> Problem | None:
    found = REFERENCE.match(text, offset - 1) if offset else None
    if found is None:
        return None
    message = f'Between braces or brackets a reference needs quotes: "{found[0]}".'
    return Problem(RULE, message, found.start(), found.end(), quote=True)


def quote_not_closed(
    error: yaml.MarkedYAMLError, text: str, offset: int, quoted: tuple[int, int] | None
) -> Problem | None:
    context = error.context_mark
    if (
        "quoted scalar" in str(error.context or "")
        and context is not None
        and "unexpected" in str(error.problem)
    ):
        return Problem(RULE, "The quote that begins here is not closed.", context.index, context.index + 1)
    if quoted is None or "expected" not in str(error.problem):
        return None
    start, end = quoted
    if text[end:offset].strip(" "):
        return None
    if "\n" in text[start:end]:
        message = (
            "The quote that begins here is not closed where it should be; the text runs on to the next quote."
        )
        return Problem(RULE, message, start, start + 1)
    mark = text[start]
    mend = "write it twice" if mark == "'" else "put a backslash before it"
    return Problem(
        RULE, f"The text ends at this quote and goes on; if the {mark} is part of it, {mend}.", end - 1, end
    )


def line_above(error: yaml.MarkedYAMLError, text: str, offset: int) -> Problem | None:
    """Noticed a line late: the one above is no pair, or this one is too deep."""
    context = error.context_mark
    if "could not find expected ':'" in str(error.problem) and context is not None:
        return no_pair(text, context.index)
    start = text.rfind("\n", 0, offset) + 1
    key = KEY.match(text[start:offset])
    if "mapping values are not allowed" not in str(error.problem) or key is None:
        return None
    above = text[: text[:start].rstrip().rfind("\n") + 1]
    line = text[len(above) : start].rstrip()
    indent = len(line) - len(line.lstrip())
    if PAIR.match(line):
        message = (
            "This line is indented deeper than the one above, which has a value already; put them in line."
        )
        return Problem(RULE, message, start + len(key["indent"]), offset)
    return no_pair(text, len(above) + indent) if indent == len(key["indent"]) else None


def no_pair(text: str, start: int) -> Problem:
    end = len(text[start:].partition("\n")[0].rstrip()) + start
    return Problem(
        RULE, 'This line is no pair: write "key: value", with a space behind the colon.', start, end
    )
