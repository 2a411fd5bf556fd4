"""One request of somebody who may make it: who they are, and what they get to see.

Every address of the desk goes through `guarded`: who is asked for, which right it takes.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from http import HTTPMethod
from typing import Any, Final, NamedTuple, cast

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tipline.domain.desk import RIGHTS, Right
from tipline.domain.errors import TiplineError
from tipline.domain.moments import to_microseconds
from tipline.doors.desk import wording
from tipline.doors.desk.answers import REFUSALS, Answer, answer_to
from tipline.doors.desk.parts import Parts, present
from tipline.doors.theme.pages import Pages
from tipline.ports.desk import UserRow
from tipline.services.desk.list_queue import Counts, count_queue
from tipline.services.desk.log_in import known_user
from tipline.services.desk.see_contact import waiting_for

PAGES: Final = Pages("desk", **wording.FUNCTIONS)
COOKIE_PATH: Final = "/desk"


class Visit(NamedTuple):
    """A request, whose it is, and the parts of the desk."""

    request: ASGIRequest
    user: UserRow
    token: str
    parts: Parts

    def may(self, right: Right) -> bool:
        """Tell whether this person's role allows something."""
        return right in RIGHTS[self.user.role]

    def form(self, name: str) -> str:
        """Return what was typed into a field, empty if nothing."""
        return str(self.request.POST.get(name, ""))

    def counts(self) -> Counts:
        """Return the counts of the queue."""
        return count_queue(self.parts.desk, self.user)

    def page(
        self,
        template: str,
        title: str,
        status: int = 200,
        **context: Any,  # noqa: ANN401 - whatever the page shows
    ) -> HttpResponse:
        """Return a page of the desk, with the alerts: urgent reports unread, referrals overdue."""
        counts, now = self.counts(), self.parts.clock.now()
        operates, decides = self.may(Right.SEE_OPERATION), self.may(Right.DECIDE_CONTACT)
        return PAGES.render(
            self.request,
            f"desk/{template}",
            status,
            title=title,
            user=self.user,
            counts=counts,
            reads=self.may(Right.READ_REPORTS),
            operates=operates,
            decides=decides,
            merges=self.may(Right.DECIDE_MERGES),
            held_merges=self.parts.links.held_count(),
            undecided=len(waiting_for(self.user, self.parts.conversations)) if decides else 0,
            overdue=self.parts.referrals.overdue(to_microseconds(now)),
            stuck=self.parts.desk.stuck_alerts(to_microseconds(now)) if operates else 0,
            clock=now,
            **context,
        )


View = Callable[..., HttpResponse]


def session_cookie(parts: Parts) -> str:
    """Return the name of the cookie that holds the session's token."""
    return "__Secure-desk" if parts.secure else "desk"


def place_of(name: str) -> str:
    """Return what the addresses of numbered pages begin with; asking for each takes long."""
    return reverse(name, args=(0,)).removesuffix("0/")


def redirect(name: str, *arguments: object, query: str = "", place: str = "") -> HttpResponse:
    """Send the browser on with a GET, to a place on the page if one is named."""
    address = reverse(name, args=arguments) + (f"?{query}" if query else "")
    address += f"#{place}" if place else ""
    return HttpResponseRedirect(address, status=303)


def guarded(views: Mapping[HTTPMethod, View], right: Right | None, *, early: bool = False) -> View:
    """Return a view for people who are in and have the right (None: all who are in).

    `early` ones can be used before somebody has chosen a password of their own.
    """

    def view(asked: ASGIRequest, **arguments: object) -> HttpResponse:
        parts = present()
        found = views.get(HTTPMethod(asked.method)) if asked.method in _KNOWN else None
        if found is None:
            return _other_method(asked, views)
        if asked.headers.get("Sec-Purpose"):
            return HttpResponse(status=403)  # nobody asked yet: opening is recorded
        token = asked.COOKIES.get(session_cookie(parts), "")
        user = known_user(token, parts.desk, parts.writer(), parts.clock.now()) if token else None
        if user is None:
            return redirect("log-in", query="over=1" if token else "")
        if user.must_change and not early:
            return redirect("password")
        return _answer(found, Visit(asked, user, token, parts), right, arguments)

    return _always_answering(view)


def _always_answering(view: View) -> View:
    """Return the view; if the store cannot even say who is there, it shows a page without."""

    @wraps(view)
    def answered(request: HttpRequest, **arguments: object) -> HttpResponse:
        asked = cast("ASGIRequest", request)
        try:
            return view(asked, **arguments)
        except TiplineError as error:
            return bare_page(asked, answer_to(error))

    return answered


def bare_page(request: ASGIRequest, answer: Answer) -> HttpResponse:
    """Return a page that says something to whoever it is; it takes nothing from the store."""
    return PAGES.render(
        request, "desk/message.html", answer.status, title=answer.heading, advice=answer.advice
    )


def _other_method(request: ASGIRequest, methods: Iterable[str]) -> HttpResponse:
    """Say that an address does not take this method."""
    response = bare_page(request, REFUSALS[405])
    response.headers["Allow"] = ", ".join(sorted(methods))
    return response


def _answer(
    view: View, visit: Visit, right: Right | None, arguments: Mapping[str, object]
) -> HttpResponse:
    """Return what the view says, or why it may not or cannot."""
    if right is not None and not visit.may(right):
        return _forbidden(visit)
    try:
        return view(visit, **arguments)
    except TiplineError as error:
        answer = answer_to(error)
        return visit.page("message.html", answer.heading, answer.status, advice=answer.advice)


def _forbidden(visit: Visit) -> HttpResponse:
    """Say that a role does not allow it."""
    advice = "Your role does not allow this. If it should, ask your operator for another one."
    return visit.page("message.html", "This page is not for your role", 403, advice=advice)


def outside(view: Callable[[ASGIRequest, Parts], HttpResponse], methods: set[str]) -> View:
    """Return a view for everybody, of this desk."""

    @wraps(view)
    def seen(asked: ASGIRequest) -> HttpResponse:
        if asked.method not in methods:
            return _other_method(asked, methods)
        return view(asked, present())

    return _always_answering(seen)


_KNOWN: Final = frozenset(HTTPMethod)
