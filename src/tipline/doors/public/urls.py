"""The addresses of the public door: a language and numbers, which say nothing of what is asked."""

from collections.abc import Callable
from http import HTTPMethod
from typing import Final, cast

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, register_converter

from tipline.doors.public.answers import refusal
from tipline.doors.public.look import serve_colours
from tipline.doors.public.pages import back, check, form, places, start
from tipline.doors.public.pages.on import begin, go_on
from tipline.doors.public.parts import present
from tipline.doors.public.visit import View, Visitor, answered, say, visitor_of
from tipline.doors.theme.assets import serve_asset

_GET, _POST = HTTPMethod.GET, HTTPMethod.POST


class _Text:
    """A part of an address that is taken as it stands."""

    regex = ""

    def to_python(self, text: str) -> str:
        """Return the text."""
        return text

    def to_url(self, text: object) -> str:
        """Return how it stands in an address."""
        return str(text)


class Language(_Text):
    """A language as in BCP 47, with a region or without."""

    regex = "[a-z]{2,3}(?:-[A-Za-z]{2,4})?"


class StepKey(_Text):
    """A step of the form."""

    regex = "[0-9]{1,2}b?"


class Place(_Text):
    """A kind of place by its letter, or a place by its number."""

    regex = "[a-d]|[1-9][0-9]?"


register_converter(Language, "language")
register_converter(StepKey, "step")
register_converter(Place, "place")


def _route(address: str, name: str, views: dict[HTTPMethod, View]) -> URLPattern:
    return path(f"<language:language>/{address}", answered(views), name=name)


def _stateless(address: str, name: str, views: dict[HTTPMethod, View]) -> URLPattern:
    return path(address, answered(views, stateless=True), name=name)


_START: Final = {_GET: start.show_start, _POST: start.show_numbers}

urlpatterns: list[URLPattern] = [
    _stateless("", "root", _START),
    path("assets/colours-<slug:digest>.css", serve_colours, name="colours"),
    path("assets/<str:file>", serve_asset, name="asset"),
    _stateless("<language:language>/", "start", _START),
    _stateless("<language:language>/privacy/", "privacy", {_GET: start.show_privacy}),
    _stateless("<language:language>/new/", "new", {_POST: begin}),
    _route("on/", "on", {_GET: go_on}),
    _route("erase/", "erase", {_POST: start.erase}),
    _route("done/", "done", {_POST: check.done}),
    _route("code/", "code", {_GET: back.show_code, _POST: back.take_code}),
    _route("code/open/", "way", {_GET: back.show_way}),
    _route("code/add/", "add", {_POST: back.take_facts}),
    _route("code/stop/", "stop", {_POST: back.take_stop}),
    _route("4/", "places", {_GET: places.show_places, _POST: places.take_places}),
    _route("4/<place:place>/", "place", {_GET: places.show_place, _POST: places.take_place}),
    _route("4/<place:place>/remove/", "remove", {_POST: places.remove_place}),
    _route("10/", "check", {_GET: check.show_check, _POST: check.send}),
    _route("11/", "receipt", {_GET: check.show_receipt}),
    _route("<step:key>/", "step", {_GET: form.show_step, _POST: form.take_step}),
]


def _visitor_of(request: HttpRequest) -> Visitor:
    """Return who asks, in the language of the address."""
    first = request.path.strip("/").partition("/")[0]
    language = first if first in present().languages else ""
    return visitor_of(cast("ASGIRequest", request), language)


def _refusing(status: int) -> Callable[..., HttpResponse]:
    """Return what answers with a page that says why not, in the language of the address."""

    def refuse(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
        # What the browser holds stays as it is.
        return say(_visitor_of(request)._replace(held=None), refusal(status))

    return refuse


handler400 = _refusing(400)
handler403 = _refusing(403)
handler404 = _refusing(404)
handler408 = _refusing(408)
handler413 = _refusing(413)
handler415 = _refusing(415)
handler500 = _refusing(500)


def handler503(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Say that too many are here; a code that somebody typed stays in its field."""
    is_code = request.method == "POST" and request.path.endswith("/code/")
    return back.busy(_visitor_of(request)) if is_code else _refusing(503)(request)
