"""Creating agents and saving their revisions."""

from __future__ import annotations

import hashlib
import re
from threading import Barrier, Thread

import pytest
from django.db import connection

from studio.agents import (
    RevisionConflictError,
    TextNotStorableError,
    archive_agent,
    create_agent,
    list_agents,
    newest_revision,
    restore_agent,
    retitle_agent,
    save_revision,
)
from tests.studio.people import People, make_people

TEXT = "metadata: {name: helper}\n"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "document", "name", "title"),
    [
        (TEXT, 0, "helper", "helper"),
        ("metadata: {name: 'Köln  Support_Agent'}", 0, "koln-support-agent", "Köln Support_Agent"),
        ("metadata: {name: '../../etc/passwd'}", 0, "etc-passwd", "../../etc/passwd"),
        ("metadata: {name: 日本}", 0, "agent", "日本"),
        ('metadata: {name: "a\\0b\\u202ec"}', 0, "a-b-c", "a b c"),
        ("metadata: {name: " + "long" * 60 + "}", 0, ("long" * 16)[:63], "long" * 50),
        ("metadata: {name: one}\n---\nmetadata: {name: two}\n", 1, "two", "two"),
        ("metadata: {name: one}\n", 7, "untitled-agent", "Untitled agent"),
        ("metadata: {name: [1]}", 0, "untitled-agent", "Untitled agent"),
        ("spec: [half\n  done", 0, "untitled-agent", "Untitled agent"),
        ("", 0, "untitled-agent", "Untitled agent"),
    ],
)
def test_an_agent_is_called_as_its_text_says_under_a_safe_name(
    people: People, text: str, document: int, name: str, title: str
) -> None:
    agent, revision = create_agent(people.workspace, people.alice, text, document)
    assert (agent.name, agent.title) == (name, title)
    assert re.fullmatch(r"[a-z0-9-]{1,63}", agent.name)
    assert (revision.number, revision.text, revision.document) == (1, text, document)
    assert revision.digest == hashlib.sha256(text.encode()).hexdigest()


def test_a_name_that_is_taken_gets_a_number_also_where_the_other_is_archived(people: People) -> None:
    long = f"metadata: {{name: {'x' * 63}}}"
    first, _ = create_agent(people.workspace, people.alice, TEXT)
    archive_agent(first)
    made = [create_agent(people.workspace, people.bob, text)[0].name for text in (TEXT, TEXT, long, long)]
    assert made == ["helper-2", "helper-3", "x" * 63, "x" * 61 + "-2"]


def test_saving_makes_the_next_revision_and_the_same_text_makes_none(people: People) -> None:
    agent, first = create_agent(people.workspace, people.alice, TEXT)
    assert save_revision(agent, people.bob, TEXT) == first
    second = save_revision(agent, people.bob, TEXT + "kind: Agent\n")
    assert (second.number, second.author) == (2, people.bob)
    back = save_revision(agent, people.alice, TEXT)
    assert back.number == 3
    assert save_revision(agent, people.alice, TEXT, document=1).number == 4
    assert newest_revision(agent).number == 4


def test_saving_changes_when_the_agent_was_last_changed(people: People) -> None:
    agent, _ = create_agent(people.workspace, people.alice, TEXT)
    before = agent.updated_at
    save_revision(agent, people.alice, "")
    agent.refresh_from_db()
    assert agent.updated_at > before


def test_who_has_not_seen_the_newest_revision_does_not_save_over_it(people: People) -> None:
    agent, _ = create_agent(people.workspace, people.alice, TEXT)
    save_revision(agent, people.alice, "alice's", expected=1)
    with pytest.raises(RevisionConflictError) as conflict:
        save_revision(agent, people.bob, "bob's", expected=1)
    assert conflict.value.newest == 2
    assert newest_revision(agent).text == "alice's"
    assert save_revision(agent, people.bob, "alice's", expected=1).number == 2
    assert save_revision(agent, people.bob, "bob's", expected=2).number == 3


@pytest.mark.parametrize(
    ("text", "words"), [("a\0", "U\\+0000"), ("a\ud800", "U\\+D800"), ("x" * 1024 * 1024 + "x", "1,024 KiB")]
)
def test_a_text_that_cannot_be_kept_is_refused_with_the_reason(people: People, text: str, words: str) -> None:
    agent, _ = create_agent(people.workspace, people.alice, TEXT)
    with pytest.raises(TextNotStorableError, match=words):
        save_revision(agent, people.alice, text)
    with pytest.raises(TextNotStorableError, match=words):
        create_agent(people.workspace, people.alice, text)


def test_the_list_shows_the_last_changed_first_and_nothing_archived(people: People) -> None:
    one, two, three = (
        create_agent(people.workspace, people.alice, f"metadata: {{name: {name}}}")[0]
        for name in ("one", "two", "three")
    )
    save_revision(one, people.alice, "")
    archive_agent(two)
    assert [(agent.name, agent.newest) for agent in list_agents(people.workspace)] == [
        ("one", 2),
        ("three", 1),
    ]
    restore_agent(two)
    assert two in list_agents(people.workspace)
    assert three in list_agents(people.workspace)


def test_a_new_title_is_one_line_and_leaves_the_name(people: People) -> None:
    agent, _ = create_agent(people.workspace, people.alice, TEXT)
    retitle_agent(agent, " The \n helper ")
    agent.refresh_from_db()
    assert (agent.name, agent.title) == ("helper", "The helper")


@pytest.mark.django_db(transaction=True)
def test_agents_created_at_once_get_names_of_their_own_and_revisions_saved_at_once_their_numbers() -> None:
    people = make_people()
    agent, _ = create_agent(people.workspace, people.alice, TEXT)
    together = Barrier(4)

    def work(number: int) -> None:
        together.wait()
        create_agent(people.workspace, people.alice, TEXT)
        save_revision(agent, people.alice, f"text {number}")
        connection.close()

    workers = [Thread(target=work, args=[number]) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    names = {found.name for found in list_agents(people.workspace)}
    assert names == {"helper", "helper-2", "helper-3", "helper-4", "helper-5"}
    assert list(agent.revisions.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]
