"""Who somebody is: on their own machine the local owner, whom nobody asks to sign in."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction

from studio.models import Membership, Role, User, Workspace

LOCAL_NAME = "local"


@cache
def local_owner() -> User:
    """The one person of local mode, made with their workspace on first need; later calls ask no database."""
    no_password = {"password": make_password(None)}
    with transaction.atomic():
        user, is_new = User.objects.get_or_create(username=LOCAL_NAME, defaults=no_password)
        # Whoever made the person makes the rest, before anyone else can see the person.
        if is_new:
            workspace = Workspace.objects.create(name="My agents")
            Membership.objects.create(workspace=workspace, user=user, role=Role.OWNER)
    return user
