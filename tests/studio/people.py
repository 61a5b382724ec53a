"""Alice owns a workspace, Bob is a member of it, Charlie must not see a thing."""

from __future__ import annotations

from dataclasses import dataclass

from studio.models import Membership, Role, User, Workspace


@dataclass(frozen=True)
class People:
    alice: User
    bob: User
    charlie: User
    workspace: Workspace  # Alice's.


def make_people(bob_is: str = Role.EDITOR) -> People:
    alice, bob, charlie = (User.objects.create_user(name) for name in ("alice", "bob", "charlie"))
    shared = Workspace.objects.create(name="Alice's")
    Membership.objects.create(workspace=shared, user=alice, role=Role.OWNER)
    Membership.objects.create(workspace=shared, user=bob, role=bob_is)
    alone = Workspace.objects.create(name="Charlie's")
    Membership.objects.create(workspace=alone, user=charlie, role=Role.OWNER)
    return People(alice, bob, charlie, shared)
