"""The first page, the privacy text, and what is done outside of any visit."""

from django.http import HttpResponse

from tipline.domain.places import COUNTRY_CODES
from tipline.doors.public.pages.drafts import is_open, key_of
from tipline.doors.public.pages.help import help_in
from tipline.doors.public.steps.fields import Field, Kind
from tipline.doors.public.steps.present import Sheet, present
from tipline.doors.public.steps.questions import COUNTRY
from tipline.doors.public.visit import Visitor, without_cookie
from tipline.doors.public.words import N_
from tipline.services.public.keep_draft import erase_draft

_COUNTRY = Field(
    "country", Kind.LIST, N_("Show the numbers for another country"), options=((COUNTRY, ""),)
)


def show_start(visitor: Visitor) -> HttpResponse:
    """Say what this is, whom to call, and what never to do; nothing is remembered."""
    return _start(visitor, "")


def show_numbers(visitor: Visitor) -> HttpResponse:
    """Show the first page with the numbers of a country; it is not in the address."""
    chosen = visitor.typed("country")
    return _start(visitor, chosen if chosen in COUNTRY_CODES else "")


def _start(visitor: Visitor, country: str) -> HttpResponse:
    site, words = visitor.parts.site, visitor.words
    sheet = Sheet(words, None, lambda _name: country, {})
    # Inside a page that begins a visit nothing is kept, so the browser's cookie stays as it is.
    return visitor._replace(held=None).page(
        "start.html",
        words("Tell us"),
        help=help_in([country, *site.countries], site, words),
        known=bool(country) or bool(site.countries),
        country_field=present(_COUNTRY, sheet),
        hours=site.phone_hours.get(words.code, ""),
    )


def show_privacy(visitor: Visitor) -> HttpResponse:
    """Show how personal data is handled, in the operator's own words."""
    words = visitor.words
    text = visitor.parts.site.privacy.get(words.code, "")
    return visitor._replace(held=None).page(
        "privacy.html", words("How we treat what you tell us"), paragraphs=text.split("\n\n")
    )


def erase(visitor: Visitor) -> HttpResponse:
    """Forget everything the visitor has answered, and let the browser forget too."""
    if visitor.held is not None and is_open(visitor):
        erase_draft(key_of(visitor, visitor.held), visitor.counter)
    words = visitor.words
    response = visitor._replace(held=None).page(
        "message.html",
        words("Your answers are erased"),
        advice=words("We have nothing of what you wrote. You can close this page or start again."),
    )
    return without_cookie(visitor, response)
