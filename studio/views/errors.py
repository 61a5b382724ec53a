"""Pages for 400, 403, 404 and 500; the API's paths get the API's error shape instead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from studio.api.errors import error_response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(
        request,
        400,
        "bad_request",
        "The request could not be understood",
        "Check the address, then try again.",
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(
        request, 403, "forbidden", "This is not allowed", "Open the page again and repeat what you did."
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(
        request,
        404,
        "not_found",
        "There is no such page",
        "The address may be mistyped, or the page has moved.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    advice = "The cause is in the server's log. Your text is safe in this browser: go back and try again."
    return answer(request, 500, "internal_error", "The studio made a mistake", advice)


def answer(request: HttpRequest, status: int, code: str, title: str, advice: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return error_response(status, code, f"{title}.")
    return render(
        request, "pages/error.html", {"status": status, "title": title, "advice": advice}, status=status
    )
