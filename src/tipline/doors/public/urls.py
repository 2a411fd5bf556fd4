"""The addresses of the public door: one page, what it looks like, and what it does not take."""

from collections.abc import Callable
from typing import Final, cast

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from tipline.doors.theme.assets import serve_asset
from tipline.doors.theme.pages import Pages

_PAGES: Final = Pages("public")
_READING: Final = frozenset({"GET", "HEAD"})
_TITLES: Final = {
    400: "This request cannot be read",
    403: "This cannot be done here",
    404: "There is no such page",
    405: "This cannot be done here",
    408: "This took too long",
    413: "This is too large",
    415: "This page takes nothing in",
    500: "Something went wrong",
}


def show_start(request: HttpRequest) -> HttpResponse:
    """Say what this is, what it cannot do yet, and where to go."""
    if request.method not in _READING:
        response = _refusing(405)(request)
        response.headers["Allow"] = ", ".join(sorted(_READING))
        return response
    title = "Reporting to this hotline"
    return _PAGES.render(cast("ASGIRequest", request), "public/start.html", title=title)


def _refusing(status: int) -> Callable[..., HttpResponse]:
    """Return what answers with a page that says why not."""

    def refuse(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
        asked = cast("ASGIRequest", request)
        return _PAGES.render(asked, "public/lost.html", status, title=_TITLES[status])

    return refuse


handler400 = _refusing(400)
handler403 = _refusing(403)
handler404 = _refusing(404)
handler408 = _refusing(408)
handler413 = _refusing(413)
handler415 = _refusing(415)
handler500 = _refusing(500)

urlpatterns: list[URLPattern] = [
    path("", show_start, name="start"),
    path("assets/<str:file>", serve_asset, name="asset"),
]
