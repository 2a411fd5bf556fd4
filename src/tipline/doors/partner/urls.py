"""The addresses of the partner door: the token of a link, and which answer."""

from collections.abc import Callable
from http import HTTPMethod
from typing import Final, cast

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, register_converter

from tipline.doors.partner import pages
from tipline.doors.partner.parts import present
from tipline.doors.partner.replies import reply_with
from tipline.doors.partner.visit import Visit, answered, answering_errors, no_link, say
from tipline.doors.theme.assets import serve_asset

_GET, _POST = HTTPMethod.GET, HTTPMethod.POST


class Token:
    """The token of a link, whole or not: that is told where it is read."""

    regex = "[A-Za-z0-9_-]{1,64}"

    def to_python(self, text: str) -> str:
        """Return the token."""
        return text

    def to_url(self, text: object) -> str:
        """Return how it stands in an address."""
        return str(text)


register_converter(Token, "token")

_ADDRESSES: Final = (
    ("answer", "", {_GET: pages.show, _POST: pages.acknowledge}),
    ("outcome", "outcome/", {_GET: pages.show_outcome, _POST: pages.take_outcome}),
    ("decline", "decline/", {_GET: pages.show_decline, _POST: pages.take_decline}),
)

urlpatterns: list[URLPattern] = [
    path("assets/<str:file>", serve_asset, name="asset"),
    path("<token:token>", answered(_ADDRESSES[0][2]), name="answer-without-slash"),
    *(
        path(f"<token:token>/{address}", answered(views), name=name)
        for name, address, views in _ADDRESSES
    ),
]


def _refusing(status: int) -> Callable[..., HttpResponse]:
    """Return what answers with a page that says why not."""

    def refuse(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
        asked = cast("ASGIRequest", request)
        return say(asked, reply_with(status), typed=asked.POST.dict())

    return refuse


handler400 = _refusing(400)
handler408 = _refusing(408)
handler413 = _refusing(413)
handler415 = _refusing(415)
handler500 = _refusing(500)
handler503 = _refusing(503)


def handler404(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Say the same of an address that is none as of a link that shows nothing."""
    return no_link(cast("ASGIRequest", request))


def handler403(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Show a form again whose token is missing or too old."""
    found = request.resolver_match
    token = "" if found is None else str(found.kwargs.get("token", ""))
    return answering_errors(pages.old_form, Visit(cast("ASGIRequest", request), token, present()))
