"""One request of a visitor: in which language, what their browser holds, and what they get.

Every address of the public door but the files goes through `answered`.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPMethod
from typing import Any, Final, NamedTuple, cast

import msgspec
import structlog
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from markupsafe import Markup

from tipline.domain.errors import TiplineError
from tipline.domain.moments import from_microseconds, to_microseconds
from tipline.doors.public.answers import Answer, answer_to, refusal
from tipline.doors.public.look import colours_address
from tipline.doors.public.parts import Parts, present
from tipline.doors.public.tokens import SECRET_BYTES, Held, Holds
from tipline.doors.public.words import N_, Words, choose
from tipline.doors.theme.pages import Pages
from tipline.gateways.logs import place_of
from tipline.services.public.counter import Counter
from tipline.services.public.send_report import challenge_of

PAGES: Final = Pages("public")
FORM_FIELD: Final = "t"
"""The name of the hidden field with the form's token."""

_FAULT: Final = 500
_log: Final = structlog.get_logger(__name__)

_READING: Final = frozenset({"GET", "HEAD"})
_SECOND: Final = 1_000_000
_SHOWN_AT: Final = {
    "root": "start",
    "erase": "start",
    "done": "start",
    "remove": "places",
    "add": "way",
    "stop": "way",
}
"""Where a page is found again, in another language, that answered something else than a GET."""


_PAGE_NUMBERS: Final = {
    "places": "4",
    "place": "4",
    "remove": "4",
    "check": "10",
    "receipt": "11",
}
_SHORT_TITLES: Final = {
    "root": N_("First page"),
    "start": N_("First page"),
    "privacy": N_("How we treat what you tell us"),
    "code": N_("Your code"),
    "way": N_("Your code"),
    "add": N_("Your code"),
    "stop": N_("Your code"),
}
"""What stays in a browser's history: nothing of what is asked, not even that somebody asks."""


class Visitor(NamedTuple):
    """A request, its language, and what the browser holds; `held` is None without our cookie.

    A form that does not go with the cookie is nobody's: then the cookie is `unproven`, and only
    shown pages may go on with it.
    """

    request: ASGIRequest
    words: Words
    parts: Parts
    counter: Counter
    held: Held | None
    unproven: Held | None = None

    def typed(self, name: str) -> str:
        """Return what was typed into a field, empty if nothing."""
        return str(self.request.POST.get(name, ""))

    def now(self) -> int:
        """Return the moment, in whole seconds since 1970."""
        return to_microseconds(self.counter.clock.now()) // _SECOND

    def holding(self, kind: Holds, secret: bytes | None = None) -> "Visitor":
        """Return the visitor with something else in their browser; a new secret without one."""
        fresh = secret or self.parts.randomness.random_bytes(SECRET_BYTES)
        country = "" if self.held is None else self.held.country
        held = Held(kind=kind, secret=fresh, issued=self.now(), country=country)
        return self._replace(held=held)

    def living_in(self, country: str) -> "Visitor":
        """Return the visitor with the country whose numbers are shown; empty changes nothing."""
        if self.held is None or not country:
            return self
        return self._replace(held=msgspec.structs.replace(self.held, country=country))

    def again(self) -> "Visitor":
        """Return the visitor for a page that is shown again: with their visit, or a new one."""
        found = self.unproven or self.held
        if found is not None and found.kind in {Holds.NEW, Holds.DRAFT}:
            return self._replace(held=found)
        return self.holding(Holds.NEW)

    def comes_from_elsewhere(self) -> bool:
        """Tell whether another site's link led here: then a strict cookie is not sent."""
        came = self.request.headers.get("Sec-Fetch-Site", "")
        return self.held is None and came in {"cross-site", "same-site"}

    def to(self, name: str, *arguments: object) -> str:
        """Return an address of the door, in this language."""
        return reverse(name, args=(self.words.code, *arguments))

    def page(
        self,
        template: str,
        title: str,
        status: int = 200,
        *,
        same: bool = False,
        **context: Any,  # noqa: ANN401 - whatever the page shows
    ) -> HttpResponse:
        """Return a page in the visitor's language; it renews the cookie if there is one.

        `same` says that it is the same for everybody at this address but for the form's token.
        """
        words, site = self.words, self.parts.site
        visiting = bool(self.request.COOKIES.get(cookie_name(secure=self.parts.secure)))
        response = PAGES.render(
            self.request,
            f"public/{template}",
            status,
            same=(words, visiting, self.request.path) if same else None,
            title=title,
            short_title=self._short_title(),
            work=self._work(),
            _=words,
            plural=words.plural,
            words=words,
            # The frame of GOV.UK has no place for the direction, so it follows the language.
            html_lang=Markup('{}" dir="{}').format(words.code, words.direction),
            direction=words.direction,
            visiting=visiting,
            kept_days=self.parts.kept_days,
            site=site,
            colours=colours_address(site),
            service=site.name,
            languages=self._languages(),
            to=self.to,
            day=lambda stored: words.day(from_microseconds(stored)),
            form_token="" if self.held is None else self.parts.tokens.form_token(self.held),
            **context,
        )
        response.headers["Content-Language"] = words.code
        return self._with_cookie(response)

    def go(self, name: str, *arguments: object) -> HttpResponse:
        """Send the browser on with a GET; it renews the cookie if there is one."""
        return self._with_cookie(HttpResponseRedirect(self.to(name, *arguments), status=303))

    def _work(self) -> tuple[str, int]:
        """Return on what this visit's proof of work is done, and how much; nothing if none is."""
        if self.held is None or not self.counter.work_bits:
            return "", 0
        key = self.counter.keys.draft_key(self.held.secret)
        return challenge_of(key), self.counter.work_bits

    def _short_title(self) -> str:
        """Return what the browser's history says of the page: where it stands in the form."""
        found = self.request.resolver_match
        name = "" if found is None else str(found.url_name)
        key = str(found.kwargs.get("step", "")) if found is not None else ""
        number = _PAGE_NUMBERS.get(name) or key.rstrip("b")
        if number:
            return self.words("Page %(number)s of 11", number=number)
        return self.words(_SHORT_TITLES.get(name, N_("Message")))

    def _languages(self) -> list[tuple[Words, str]]:
        """Return each language with the address of this page in it."""
        found = self.request.resolver_match
        name = "start" if found is None or not found.url_name else found.url_name
        arguments = [] if found is None else list(found.kwargs.values())[1:]
        name, arguments = _SHOWN_AT.get(name, name), arguments if name != "remove" else []
        return [
            (words, reverse(name, args=(words.code, *arguments)))
            for words in self.parts.languages.values()
        ]

    def _with_cookie(self, response: HttpResponse) -> HttpResponse:
        if self.held is not None:
            # What is shown once is not shown for longer by looking at it again.
            issued = self.held.issued if self.held.kind is Holds.SENT else self.now()
            text = self.parts.tokens.cookie(msgspec.structs.replace(self.held, issued=issued))
            response.set_cookie(
                cookie_name(secure=self.parts.secure),
                text,
                path="/",
                secure=self.parts.secure,
                httponly=True,
                samesite="Strict",
            )
        return response


View = Callable[..., HttpResponse]


def cookie_name(*, secure: bool) -> str:
    """Return the name of the one cookie of the public door."""
    return "__Host-visit" if secure else "visit"


def without_cookie(visitor: Visitor, response: HttpResponse) -> HttpResponse:
    """Take from the browser what it holds."""
    response.set_cookie(
        cookie_name(secure=visitor.parts.secure),
        "",
        max_age=0,
        path="/",
        secure=visitor.parts.secure,
        httponly=True,
        samesite="Strict",
    )
    return response


def answered(views: Mapping[HTTPMethod, View], *, stateless: bool = False) -> View:
    """Return a view by method, whose errors are pages in the visitor's language.

    A form must carry the token that goes with the cookie, unless the page is `stateless`.
    """

    @csrf_exempt  # our own token goes with the one cookie there is
    def view(request: HttpRequest, **arguments: object) -> HttpResponse:
        asked = cast("ASGIRequest", request)
        visitor = visitor_of(asked, str(arguments.pop("language", "")))
        method = "GET" if asked.method == "HEAD" else asked.method
        found = views.get(HTTPMethod(method)) if method in set(HTTPMethod) else None
        if found is None:
            response = say(visitor, refusal(405))
            response.headers["Allow"] = ", ".join(sorted(views))
            return response
        if stateless:
            visitor = visitor._replace(held=None)
        try:
            if method == HTTPMethod.POST and not stateless:
                visitor = _checked(visitor)
            return found(visitor, **arguments)
        except TiplineError as error:
            answer = answer_to(error)
            if answer.status == _FAULT:
                _log.error("request_failed", **place_of(error))
            return say(visitor, answer)

    return wraps(view)(view)


def visitor_of(request: ASGIRequest, language: str = "") -> Visitor:
    """Return who asks: the language of the address, or the one their browser prefers.

    Raises:
        Http404: the address is in a language that is not spoken here.
    """
    parts = present()
    codes = tuple(parts.languages)
    if language and language not in parts.languages:
        raise Http404
    chosen = language or choose(request.headers.get("Accept-Language", ""), codes)
    counter = parts.counter()
    visitor = Visitor(request, parts.languages[chosen], parts, counter, None)
    text = request.COOKIES.get(cookie_name(secure=parts.secure), "")
    return visitor._replace(held=parts.tokens.read_cookie(text, visitor.now()) if text else None)


def _checked(visitor: Visitor) -> Visitor:
    """Return the visitor; one whose form does not go with their cookie holds nothing."""
    held = visitor.held
    if visitor.request.headers.get("Sec-Fetch-Site") == "cross-site":
        return visitor._replace(held=None, unproven=held)
    if held is None or not visitor.parts.tokens.is_form_token(held, visitor.typed(FORM_FIELD)):
        return visitor._replace(held=None, unproven=held)
    return visitor


def say(visitor: Visitor, answer: Answer) -> HttpResponse:
    """Return a page that says what happened and what to do; it takes nothing from the store."""
    return visitor.page(
        "message.html",
        visitor.words(answer.heading),
        answer.status,
        advice=visitor.words(answer.advice),
    )
