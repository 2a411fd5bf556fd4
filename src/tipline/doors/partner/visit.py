"""One request by a link: what it is for, and the page or the value that it gets.

Every address of this door but the files goes through `answered`. What is said of a link that shows
nothing is the same whatever is wrong with it, and so is the time it takes.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPMethod
from typing import Any, Final, NamedTuple, cast

import msgspec
import structlog
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tipline.domain.errors import TiplineError
from tipline.doors.partner import wording
from tipline.doors.partner.parts import Parts, present
from tipline.doors.partner.replies import NO_LINK, Reply, reply_to, reply_with
from tipline.doors.theme.django_app import answer_after
from tipline.doors.theme.pages import Pages
from tipline.gateways.logs import place_of

PAGES: Final = Pages("partner", moment=wording.moment)
_TITLE: Final = "Answer a referral"
_JSON: Final = "application/json"
_FAULT: Final = 500
_log: Final = structlog.get_logger(__name__)


class Visit(NamedTuple):
    """A request, the token of its link, and the parts of the door."""

    request: ASGIRequest
    token: str
    parts: Parts

    def typed(self) -> dict[str, str]:
        """Return what was typed, by field."""
        return {name: str(value) for name, value in self.request.POST.items()}

    def page(
        self,
        template: str,
        status: int = 200,
        **context: Any,  # noqa: ANN401 - whatever the page shows
    ) -> HttpResponse:
        """Return a page; its title says nothing of any referral."""
        return _page(self.request, template, status, token_of_link=self.token, **context)

    def go(self, query: str = "") -> HttpResponse:
        """Send the browser on to the page of the link."""
        address = reverse("answer", args=(self.token,))
        return HttpResponseRedirect(f"{address}?{query}" if query else address, status=303)


View = Callable[[Visit], HttpResponse]


def answered(views: Mapping[HTTPMethod, View]) -> Callable[..., HttpResponse]:
    """Return a view by method; its errors are pages of this door."""

    def view(request: HttpRequest, token: str) -> HttpResponse:
        visit = Visit(cast("ASGIRequest", request), token, present())
        method = "GET" if request.method == "HEAD" else request.method
        found = views.get(HTTPMethod(method)) if method in set(HTTPMethod) else None
        if found is None:
            response = say(visit.request, reply_with(405))
            response.headers["Allow"] = ", ".join(sorted(views))
            return response
        return answering_errors(found, visit)

    return wraps(view)(view)


def answering_errors(view: View, visit: Visit) -> HttpResponse:
    """Return what a view says, or what is said of its error; what was typed stays."""
    try:
        return view(visit)
    except TiplineError as error:
        reply = reply_to(error)
        if reply.status == _FAULT:
            _log.error("request_failed", **place_of(error))
        return say(visit.request, reply, typed=visit.typed())


def no_link(request: ASGIRequest) -> HttpResponse:
    """Return the one answer to links that show nothing; no sooner than any of them takes."""
    return answer_after(say(request, NO_LINK), present().same_time)


def say(
    request: ASGIRequest, reply: Reply, *, typed: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return an answer that takes nothing from the store; it shows what was typed once more."""
    if wants_json(request):
        return json_answer({"error": reply.heading}, reply.status)
    kept = [text for name in ("name", "note") if (text := (typed or {}).get(name, "").strip())]
    return _page(
        request,
        "message.html",
        reply.status,
        heading=reply.heading,
        advice=reply.advice,
        kept="\n\n".join(kept),
    )


def wants_json(request: ASGIRequest) -> bool:
    """Tell whether a program asks: one that names JSON and not HTML."""
    accepted = request.headers.get("Accept", "")
    return _JSON in accepted and "text/html" not in accepted


def json_answer(value: object, status: int = 200) -> HttpResponse:
    """Return a value for programs."""
    response = HttpResponse(msgspec.json.encode(value), status=status, content_type=_JSON)
    # What is refused is no event: Django would log a line for each.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return response


def _page(
    request: ASGIRequest,
    template: str,
    status: int,
    **context: Any,  # noqa: ANN401 - whatever the page shows
) -> HttpResponse:
    response = PAGES.render(
        request,
        f"partner/{template}",
        status,
        title=_TITLE,
        service=present().house.name,
        direction="ltr",
        **context,
    )
    response.headers["Vary"] = "Accept, Cookie"
    return response
