"""An agent's revisions: save the next, list them, read one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.responses import Status

from studio.access import get_agent_for
from studio.agents import save_revision
from studio.api.agents import NewText
from studio.api.errors import ApiError
from studio.api.person import FOREIGN, UNCHANGEABLE, person
from studio.api.shapes import ErrorAnswer
from studio.models import Revision, Role

router = Router(tags=["agents"], auth=person)


class NextText(NewText):
    """The text of the next revision."""

    expected: int | None = Field(
        None,
        description="The number of the revision last seen; with a newer one there, nothing is saved.",
    )


class RevisionText(Schema):
    """One revision."""

    number: int
    text: str
    document: int


class RevisionLine(Schema):
    """A revision in a list; `digest` is the SHA-256 of its text."""

    number: int
    author: str
    created_at: datetime
    digest: str


class RevisionNumber(Schema):
    """The newest revision, which has the text that was sent."""

    revision: int


@router.post(
    "/{slug:name}/revisions",
    response={
        200: RevisionNumber,
        201: RevisionNumber,
        409: ErrorAnswer,
        422: ErrorAnswer,
        **UNCHANGEABLE,
    },
    summary="Save a revision",
)
def save(request: HttpRequest, name: str, body: NextText) -> Status[dict[str, int]]:
    """201 and its number; 200 where the newest says the same; 409 with `newest` where somebody was first."""
    agent = get_agent_for(request.user, name, Role.EDITOR)
    revision = save_revision(agent, person(request), body.text, body.document or 0, body.expected)
    return Status(201 if revision.is_new else 200, {"revision": revision.number})


@router.get("/{slug:name}/revisions", response={200: list[RevisionLine], **FOREIGN}, summary="List revisions")
def list_revisions(request: HttpRequest, name: str) -> list[dict[str, Any]]:
    """The newest first, without their texts."""
    agent = get_agent_for(request.user, name)
    revisions = agent.revisions.defer("text").select_related("author").order_by("-number")
    return [
        {
            "number": revision.number,
            "author": revision.author.username,
            "created_at": revision.created_at,
            "digest": revision.digest,
        }
        for revision in revisions
    ]


@router.get(
    "/{slug:name}/revisions/{int:number}", response={200: RevisionText, **FOREIGN}, summary="Read a revision"
)
def read_revision(request: HttpRequest, name: str, number: int) -> Revision:
    """Its text never changes."""
    revision = get_agent_for(request.user, name).revisions.filter(number=number).first()
    if revision is None:
        raise ApiError(404, "no_such_revision", f'"{name}" has no revision {number}.')
    return revision
