"""The desk's pages for requests that come to no use case; Django and the frame ask for them."""

from collections.abc import Callable

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from tipline.doors.desk.answers import REFUSALS
from tipline.doors.desk.visit import PAGES, bare_page


def refusing(status: int) -> Callable[..., HttpResponse]:
    """Return Django's handler for a status: the page that says what to do."""

    def handler(request: ASGIRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
        return bare_page(request, REFUSALS[status])

    return handler


def not_found(request: ASGIRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer an address that there is not."""
    return PAGES.render(request, "desk/lost.html", 404, title="There is no such page")
