"""Who sees and changes which agents: alice owns, bob is a member, charlie is a stranger."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from studio.access import (
    AgentNotFoundError,
    RoleTooLowError,
    get_agent_for,
    workspace_for_new_agents,
    workspaces_of,
)
from studio.agents import archive_agent, create_agent
from studio.models import Agent, Membership, Role, Workspace
from tests.studio.people import People

TEXT = "metadata: {name: helper}\n"


@pytest.fixture
def agent(people: People) -> Agent:
    return create_agent(people.workspace, people.alice, TEXT)[0]


def test_alice_and_bob_see_the_agent_and_charlie_does_not(people: People, agent: Agent) -> None:
    assert get_agent_for(people.alice, "helper") == agent
    assert get_agent_for(people.bob, "helper") == agent
    with pytest.raises(AgentNotFoundError):
        get_agent_for(people.charlie, "helper")


def test_nobody_in_particular_sees_no_agent(agent: Agent) -> None:
    with pytest.raises(AgentNotFoundError):
        get_agent_for(AnonymousUser(), "helper")
    assert not workspaces_of(AnonymousUser()).exists()


@pytest.mark.parametrize("role", [Role.OWNER, Role.EDITOR])
def test_what_a_role_too_low_may_see_it_may_not_do(people: People, agent: Agent, role: Role) -> None:
    Membership.objects.filter(user=people.bob).update(role=Role.VIEWER)
    assert get_agent_for(people.alice, "helper", role) == agent
    with pytest.raises(RoleTooLowError):
        get_agent_for(people.bob, "helper", role)
    with pytest.raises(AgentNotFoundError):
        get_agent_for(people.charlie, "helper", role)


def test_an_archived_agent_is_found_only_by_who_asks_for_those_too(people: People, agent: Agent) -> None:
    archive_agent(agent)
    with pytest.raises(AgentNotFoundError):
        get_agent_for(people.alice, "helper")
    assert get_agent_for(people.alice, "helper", even_archived=True) == agent


def test_of_two_agents_with_a_name_one_gets_that_of_the_workspace_joined_first(people: People) -> None:
    theirs, _ = create_agent(workspaces_of(people.charlie)[0], people.charlie, TEXT)
    ours, _ = create_agent(people.workspace, people.alice, TEXT)
    Membership.objects.create(workspace=people.workspace, user=people.charlie, role=Role.VIEWER)
    Membership.objects.create(workspace=theirs.workspace, user=people.alice, role=Role.OWNER)
    assert get_agent_for(people.charlie, "helper", Role.OWNER) == theirs
    assert get_agent_for(people.alice, "helper") == ours
    assert list(workspaces_of(people.alice)) == [people.workspace, theirs.workspace]


def test_new_agents_go_where_one_may_make_them(people: People) -> None:
    own = Workspace.objects.create(name="Bob's")
    Membership.objects.filter(user=people.bob).update(role=Role.VIEWER)
    with pytest.raises(RoleTooLowError):
        workspace_for_new_agents(people.bob)
    Membership.objects.create(workspace=own, user=people.bob, role=Role.EDITOR)
    assert workspace_for_new_agents(people.bob) == own
    assert workspace_for_new_agents(people.alice) == people.workspace
