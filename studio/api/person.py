"""Who asks: routes that are about somebody's agents begin with this."""

from __future__ import annotations

from django.http import HttpRequest

from studio.api.errors import ApiError
from studio.api.shapes import ErrorAnswer
from studio.models import User

FOREIGN = {404: ErrorAnswer, 401: ErrorAnswer}
UNCHANGEABLE = {403: ErrorAnswer, **FOREIGN}


def person(request: HttpRequest) -> User:
    """Asked before each route; nobody gets past it without having signed in."""
    if not isinstance(request.user, User):
        raise ApiError(401, "unauthorized", "Sign in first.")
    return request.user
