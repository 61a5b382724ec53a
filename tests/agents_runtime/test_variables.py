"""What a person typed for `${VAR}`: encrypted at rest, of one session, gone with the server's secret key."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from agents_runtime.manifest_variables import variables_of
from agents_runtime.models import Session
from agents_runtime.plans import plan_text
from agents_runtime.sessions import forget_session
from agents_runtime.variables import read_variables, set_variables
from exporter.agent_plan import AgentPlan
from tests.agents_runtime.builders import Scene, make_scene, manifest

SECRET = "a-value-that-nobody-else-would-write-down"


def plan_of(text: str) -> AgentPlan:
    planned = plan_text(text, 0)
    assert planned.plan is not None, planned.problems
    return planned.plan


def everything_in_the_database() -> bytes:
    """The file, and what SQLite keeps beside it."""
    file = Path(str(connection.settings_dict["NAME"]))
    assert file.exists()
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


@pytest.mark.django_db(transaction=True)
def test_the_plain_value_is_nowhere_in_the_database() -> None:
    session = make_scene().session
    session.title = "and-a-title-that-is-there"
    session.save()
    set_variables(session, {"SHOP_TOKEN": SECRET})
    kept = everything_in_the_database()
    assert b"and-a-title-that-is-there" in kept
    assert SECRET.encode() not in kept
    assert b"SHOP_TOKEN" not in kept


def test_a_value_comes_back_to_its_own_session_only(scene: Scene) -> None:
    set_variables(scene.session, {"SHOP_TOKEN": SECRET})
    assert read_variables(again(scene.session)) == {"SHOP_TOKEN": SECRET}
    assert read_variables(scene.new_session()) == {}


def test_values_are_merged_and_taken_away(session: Session) -> None:
    set_variables(session, {"A": "1", "B": "2"})
    assert set_variables(session, {"A": "3", "B": None}) == {"A": "3"}
    assert read_variables(again(session)) == {"A": "3"}
    set_variables(session, {"A": ""})
    assert again(session).variables == ""


def test_with_another_secret_key_values_have_to_be_typed_again(session: Session, settings: Settings) -> None:
    set_variables(session, {"A": "1"})
    settings.SECRET_KEY = "another key than before"
    assert read_variables(again(session)) == {}
    set_variables(again(session), {"B": "2"})
    assert read_variables(again(session)) == {"B": "2"}


def test_a_forgotten_session_keeps_none(session: Session) -> None:
    set_variables(session, {"A": "1"})
    forget_session(session)
    assert Session.objects.get(pk=session.pk).variables == ""


def again(session: Session) -> Session:
    return Session.objects.get(pk=session.pk)


class TestWhatTheManifestRefersTo:
    TEXT = manifest(
        "temperature: 0.5",
        "tools:\n"
        "  - type: api\n"
        "    name: orders\n"
        "    description: Orders\n"
        "    endpoint: https://${SHOP_HOST:-shop.example}/orders\n"
        "    method: GET\n"
        "    auth: {type: bearer, token: '${SHOP_TOKEN}'}\n",
    )

    def test_is_listed_with_its_default_and_never_with_its_value(self) -> None:
        found = variables_of(plan_of(self.TEXT), {"SHOP_TOKEN": SECRET, "OTHER": "x"}, "OPENAI_API_KEY")
        assert SECRET not in str(found)
        assert {one["name"]: (one["default"], one["set"], one["secret"]) for one in found} == {
            "OPENAI_API_KEY": (None, False, True),
            "SHOP_HOST": ("shop.example", False, False),
            "SHOP_TOKEN": (None, True, True),
        }

    def test_needs_no_key_where_none_is_asked_for(self) -> None:
        assert variables_of(plan_of(manifest()), {}, None) == []
