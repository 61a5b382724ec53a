"""What of a conversation goes to the model again."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from exporter.kit.context_window import ContextWindow, answer_open_calls


def call(*ids: str) -> AIMessage:
    return AIMessage("", tool_calls=[{"name": "look", "args": {}, "id": one} for one in ids])


def result(call_id: str) -> ToolMessage:
    return ToolMessage(f"result {call_id}", tool_call_id=call_id)


TURN_1: list[BaseMessage] = [HumanMessage("one"), AIMessage("1")]
TURN_2: list[BaseMessage] = [HumanMessage("two"), call("a", "b"), result("a"), result("b"), AIMessage("2")]
TURN_3: list[BaseMessage] = [HumanMessage("three"), AIMessage("3")]
ALL = [*TURN_1, *TURN_2, *TURN_3]


@pytest.mark.parametrize(
    ("messages", "kept"),
    [
        (None, ALL),
        (100, ALL),
        (9, ALL),
        (8, [*TURN_2, *TURN_3]),
        (7, [*TURN_2, *TURN_3]),
        (6, TURN_3),
        (2, TURN_3),
        (1, TURN_3),
    ],
)
def test_whole_turns_are_kept_as_far_as_they_fit(messages: int | None, kept: list[BaseMessage]) -> None:
    assert ContextWindow(messages=messages).apply(ALL) == kept


def test_tokens_are_a_limit_too() -> None:
    long = [HumanMessage("x" * 4_000), AIMessage("y" * 4_000)]
    assert ContextWindow(tokens=500).apply([*long, *TURN_3]) == TURN_3
    assert ContextWindow(tokens=5_000).apply([*long, *TURN_3]) == [*long, *TURN_3]


def test_nothing_stays_nothing() -> None:
    assert ContextWindow(messages=1).apply([]) == []
    assert ContextWindow(messages=1).apply([AIMessage("alone")]) == []


def test_a_call_that_was_cut_short_gets_an_answer_at_its_place() -> None:
    kept = answer_open_calls([HumanMessage("x"), call("a", "b"), result("a"), HumanMessage("y")])
    assert [type(message).__name__ for message in kept] == [
        "HumanMessage",
        "AIMessage",
        "ToolMessage",
        "ToolMessage",
        "HumanMessage",
    ]
    made = kept[3]
    assert isinstance(made, ToolMessage)
    assert (made.tool_call_id, made.status) == ("b", "error")


turns: Any = st.lists(
    st.one_of(
        st.just([AIMessage("said")]),
        st.lists(st.booleans(), min_size=1, max_size=3).map(
            lambda answered: [
                call(*(str(number) for number in range(len(answered)))),
                *(result(str(number)) for number, there in enumerate(answered) if there),
            ]
        ),
    ),
    max_size=4,
).map(lambda parts: [HumanMessage("asked"), *(message for part in parts for message in part)])


def renumbered(conversation: list[list[BaseMessage]]) -> list[BaseMessage]:
    """The messages of all turns, each group of calls with ids of its own."""
    group = 0
    messages: list[BaseMessage] = []
    for message in (message for turn in conversation for message in turn):
        if isinstance(message, AIMessage) and message.tool_calls:
            group += 1
            messages.append(call(*(f"{group}-{one['id']}" for one in message.tool_calls)))
        elif isinstance(message, ToolMessage):
            messages.append(result(f"{group}-{message.tool_call_id}"))
        else:
            messages.append(message)
    return messages


@given(st.lists(turns, max_size=6).map(renumbered), st.integers(1, 12))
def test_no_call_is_ever_without_its_result_and_no_result_without_its_call(
    conversation: list[BaseMessage], limit: int
) -> None:
    kept = ContextWindow(messages=limit).apply(conversation)
    if conversation:
        assert isinstance(kept[0], HumanMessage)
    called = [one["id"] for message in kept if isinstance(message, AIMessage) for one in message.tool_calls]
    answered = [message.tool_call_id for message in kept if isinstance(message, ToolMessage)]
    assert sorted(filter(None, called)) == sorted(answered)
    for before, after in pairwise(kept):
        if isinstance(after, ToolMessage):
            assert isinstance(before, AIMessage | ToolMessage)
