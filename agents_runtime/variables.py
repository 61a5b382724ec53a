"""What a person typed for the `${VAR}`s of a manifest, for one session: kept encrypted, never told again."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction

from agents_runtime.models import Session
from agents_runtime.storable import check_storable, storable


@cache
def _cipher(secret: str) -> Fernet:
    key = hashlib.sha256(f"session variables:{secret}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def read_variables(session: Session) -> dict[str, str]:
    """Empty where there are none, and where the server's secret key has changed since."""
    if not session.variables:
        return {}
    try:
        text = _cipher(settings.SECRET_KEY).decrypt(session.variables.encode())
    except InvalidToken:
        return {}
    values: dict[str, str] = json.loads(text)
    return values


def set_variables(session: Session, changes: dict[str, str | None]) -> dict[str, str]:
    """Merge; None takes a variable away. Raises AgentError for what no database or header can hold."""
    for name, value in changes.items():
        check_storable(f"{name}{value or ''}", f"value of {storable(name)}")
    with transaction.atomic():
        locked = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
        merged = {**read_variables(locked), **changes}
        values = {name: value for name, value in merged.items() if value}
        text = json.dumps(values).encode()
        locked.variables = _cipher(settings.SECRET_KEY).encrypt(text).decode() if values else ""
        locked.save(update_fields=["variables"])
    return values
