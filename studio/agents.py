"""What one does with agents: create, save, retitle, archive, restore. The only writer of their rows."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypedDict

from django.db import transaction
from django.db.models import Max, QuerySet

from exporter.parse.limits import MAX_BYTES
from studio.agent_names import free_name, tidy_title, title_in
from studio.models import Agent, Revision, User, Workspace

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Listed(TypedDict):
    """What a list of agents tells beside their columns."""

    newest: int


class RevisionConflictError(Exception):
    """Somebody saved since the caller last looked."""

    def __init__(self, newest: int) -> None:
        super().__init__(f"Revision {newest} is newer than yours; look at it before you save.")
        self.newest = newest


class TextNotStorableError(Exception):
    """A text that no database takes, or none should; a manifest that is only wrong is no such text."""


def create_agent(workspace: Workspace, author: User, text: str, document: int = 0) -> tuple[Agent, Revision]:
    digest = digest_of(text)
    title = title_in(text, document)
    with transaction.atomic():
        # Two that are created at once must not get one name.
        Workspace.objects.select_for_update().get(pk=workspace.pk)
        taken = set(Agent.objects.filter(workspace=workspace).values_list("name", flat=True))
        name = free_name(title, taken)
        agent = Agent.objects.create(workspace=workspace, name=name, title=title, created_by=author)
        revision = Revision.objects.create(
            agent=agent, number=1, text=text, document=document, digest=digest, author=author
        )
    return agent, revision


def save_revision(
    agent: Agent, author: User, text: str, document: int = 0, expected: int | None = None
) -> Revision:
    """The new revision, or the newest where that says the same. `expected` is the number last seen."""
    digest = digest_of(text)
    with transaction.atomic():
        saved = Agent.objects.select_for_update().get(pk=agent.pk)
        newest = newest_revision(saved)
        if (newest.digest, newest.document) == (digest, document):
            return newest
        if expected is not None and expected != newest.number:
            raise RevisionConflictError(newest.number)
        revision = Revision.objects.create(
            agent=agent,
            number=newest.number + 1,
            text=text,
            document=document,
            digest=digest,
            author=author,
        )
        saved.save(update_fields=["updated_at"])
    revision.is_new = True
    return revision


def digest_of(text: str) -> str:
    try:
        content = text.encode()
    except UnicodeEncodeError as error:
        character = f"U+{ord(text[error.start]):04X}"
        raise TextNotStorableError(f"The text has half a character, {character}; remove it.") from None
    if "\0" in text:
        raise TextNotStorableError("The text has a character U+0000; remove it.")
    if len(content) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1024:,} KiB"
        raise TextNotStorableError(
            f"The text is larger than {limit}; move long material into files of its own."
        )
    return hashlib.sha256(content).hexdigest()


def newest_revision(agent: Agent) -> Revision:
    """Each agent has one: it is made with its first."""
    return agent.revisions.order_by("-number")[:1].get()


def list_agents(*workspaces: Workspace) -> QuerySet[WithAnnotations[Agent, Listed]]:
    """Those not archived, the last changed first, each with the number of its `newest` revision."""
    agents = Agent.objects.filter(workspace__in=workspaces, archived_at=None)
    return agents.annotate(newest=Max("revisions__number")).order_by("-updated_at", "name")


def retitle_agent(agent: Agent, title: str) -> None:
    agent.title = tidy_title(title)
    agent.save(update_fields=["title", "updated_at"])


def archive_agent(agent: Agent) -> None:
    """Out of sight, with everything it has; `restore_agent` brings it back."""
    agent.archived_at = datetime.now(UTC)
    agent.save(update_fields=["archived_at"])


def restore_agent(agent: Agent) -> None:
    agent.archived_at = None
    agent.save(update_fields=["archived_at"])
