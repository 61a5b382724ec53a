"""The local owner: one person with one workspace, however many ask first."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from studio.models import Membership, Role, User
from studio.people import local_owner


@pytest.mark.django_db
def test_the_local_owner_owns_a_workspace_and_cannot_sign_in_with_a_password() -> None:
    owner = local_owner()
    assert Membership.objects.get(user=owner).role == Role.OWNER
    assert not owner.has_usable_password()


@pytest.mark.django_db
def test_the_local_owner_is_asked_of_the_database_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first = local_owner()
    with django_assert_num_queries(0):
        assert local_owner() is first
    local_owner.cache_clear()
    assert local_owner() == first


@pytest.mark.django_db(transaction=True)
def test_several_that_ask_first_at_once_get_one_person_with_one_workspace() -> None:
    together = Barrier(4)
    found: list[User] = []

    def ask() -> None:
        together.wait()
        found.append(local_owner.__wrapped__())
        connection.close()

    askers = [Thread(target=ask) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(found) == 4
    assert User.objects.get().memberships.count() == 1
