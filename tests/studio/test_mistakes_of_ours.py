"""What a visitor sees when our own code raises: a page or the API's shape, never a stack trace."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from studio import urls
from studio.views import errors

handler400, handler403, handler404 = errors.bad_request, errors.forbidden, errors.not_found
handler500 = errors.server_error


def boom(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the secret inside")


urlpatterns = [path("boom", boom), path("api/boom", boom), path("", include(urls))]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, headers={"host": "localhost"})


def test_a_page_that_fails_is_our_page_without_a_trace(visitor: Client) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        answer = visitor.get("/boom")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "The studio made a mistake" in page
    assert "secret inside" not in page
    assert "Traceback" not in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_an_api_route_that_fails_has_the_error_shape(visitor: Client) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        answer = visitor.get("/api/boom")
    assert answer.status_code == 500
    assert answer.json() == {"error": {"code": "internal_error", "message": "The studio made a mistake."}}
