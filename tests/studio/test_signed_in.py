"""The person on each request and socket."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from channels.testing import WebsocketCommunicator
from django.conf import settings as studio_settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, JsonResponse
from django.test import AsyncClient, Client
from django.urls import path
from pytest_django import DjangoAssertNumQueries, Settings

from studio.people import LOCAL_NAME
from studio.signed_in import with_person
from tests.studio.people import make_people


def who(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"name": request.user.username})


async def who_async(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"name": (await request.auser()).username})


def nobody_asked(request: HttpRequest) -> JsonResponse:
    return JsonResponse({})


urlpatterns = [path("who", who), path("who-async", who_async), path("nobody-asked", nobody_asked)]
HERE = {"host": "localhost"}


@pytest.fixture(autouse=True)
def asking_pages(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.mark.django_db
def test_in_local_mode_it_is_the_local_owner_and_is_looked_up_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = Client(headers=HERE)
    assert client.get("/who").json() == {"name": LOCAL_NAME}
    with django_assert_num_queries(0):
        assert client.get("/who").json() == {"name": LOCAL_NAME}


def test_a_page_that_does_not_ask_needs_no_database() -> None:
    assert Client(headers=HERE).get("/nobody-asked").status_code == 200


@pytest.mark.django_db(transaction=True)
async def test_asynchronous_pages_ask_in_djangos_way() -> None:
    answer = await AsyncClient(headers=HERE).get("/who-async")
    assert answer.json() == {"name": LOCAL_NAME}


@pytest.mark.django_db(transaction=True)
def test_on_a_server_it_is_who_signed_in_and_nobody_else(settings: Settings) -> None:
    settings.STUDIO_LOCAL = False
    client = Client(headers=HERE)
    assert client.get("/who").json() == {"name": ""}
    client.force_login(make_people().alice)
    assert client.get("/who").json() == {"name": "alice"}


async def named(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": scope["user"].username})


async def name_on_socket(cookie: str = "") -> str:
    headers = [(b"cookie", cookie.encode())]
    socket = WebsocketCommunicator(with_person(named), "/", headers=headers)
    await socket.connect()
    return str(await socket.receive_from())


@pytest.mark.django_db(transaction=True)
async def test_a_socket_knows_the_local_owner() -> None:
    assert await name_on_socket() == LOCAL_NAME


@pytest.mark.django_db(transaction=True)
def test_on_a_server_a_socket_knows_who_signed_in(settings: Settings) -> None:
    settings.STUDIO_LOCAL = False
    client = Client(headers=HERE)
    client.force_login(make_people().alice)
    assert SESSION_KEY in client.session
    cookie = client.cookies[studio_settings.SESSION_COOKIE_NAME]
    assert async_to_sync(name_on_socket)(f"{cookie.key}={cookie.value}") == "alice"
    assert async_to_sync(name_on_socket)() == ""
