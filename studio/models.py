"""What the studio keeps: people, their workspaces, and agents with numbered revisions. No verbs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person. In local mode there is one, whom nobody asks to sign in."""


class Workspace(models.Model):
    """What people share: agents belong to it, and memberships say who may do what."""

    name = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a member may do; each role includes those below it."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class Membership(models.Model):
    """A person's place in a workspace."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=6, choices=Role.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "user"], name="one_membership_a_person"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="known_role"),
        )

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"


class Agent(models.Model):
    """What a user makes. Its name is its address and stays; its title may change."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="agents")
    name = models.SlugField(max_length=63, db_index=False)
    title = models.CharField(max_length=200)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        # An archived agent keeps its name, so that it can come back under it.
        constraints = (models.UniqueConstraint(fields=["workspace", "name"], name="one_agent_a_name"),)

    def __str__(self) -> str:
        return self.name


class RevisionIsFinalError(Exception):
    """A revision was to be changed; a changed text is a new revision."""


class Revision(models.Model):
    """One text of an agent's manifest, as it was saved. It need not be valid, and never changes."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    document = models.PositiveIntegerField(default=0)  # Which one, of a text with several.
    digest = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    is_new = False  # No column: said of a revision to the one whose saving made it.

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agent", "number"], name="one_revision_a_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="revisions_count_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.agent} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RevisionIsFinalError(f"Revision {self.number} is saved; a changed text is a new revision.")
        super().save(*args, **kwargs)
