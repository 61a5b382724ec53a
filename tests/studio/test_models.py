"""What the tables themselves hold to, whoever writes."""

from __future__ import annotations

import hashlib

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from studio.models import Agent, Membership, Revision, RevisionIsFinalError, Role, User, Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    return User.objects.create(username="alice")


@pytest.fixture
def agent(alice: User) -> Agent:
    workspace = Workspace.objects.create(name="Alice's")
    Membership.objects.create(workspace=workspace, user=alice, role=Role.OWNER)
    return Agent.objects.create(workspace=workspace, name="helper", title="helper", created_by=alice)


def revision_of(agent: Agent, number: int, text: str = "kind: Agent\n") -> Revision:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Revision.objects.create(
        agent=agent, number=number, text=text, digest=digest, author=agent.created_by
    )


def test_a_revision_never_changes(agent: Agent) -> None:
    revision = revision_of(agent, 1)
    revision.text = "kind: Task\n"
    with pytest.raises(RevisionIsFinalError, match="new revision"):
        revision.save()
    assert Revision.objects.get().text == "kind: Agent\n"


@pytest.mark.parametrize("number", [0, 1])
def test_revisions_of_an_agent_are_numbered_once_and_from_one(agent: Agent, number: int) -> None:
    revision_of(agent, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        revision_of(agent, number)


def test_a_name_stands_for_one_agent_of_a_workspace_and_may_return_in_another(agent: Agent) -> None:
    again = {"name": agent.name, "title": "Other", "created_by": agent.created_by}
    with pytest.raises(IntegrityError), transaction.atomic():
        Agent.objects.create(workspace=agent.workspace, **again)
    Agent.objects.create(workspace=Workspace.objects.create(name="Other"), **again)


def test_a_person_has_one_known_role_in_a_workspace(agent: Agent, alice: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(workspace=agent.workspace, user=alice, role=Role.VIEWER)
    bob = User.objects.create(username="bob")
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(workspace=agent.workspace, user=bob, role="king")


def test_the_migrations_make_what_the_models_say() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
