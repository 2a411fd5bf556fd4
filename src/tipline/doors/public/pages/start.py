"""The first page, the privacy text, and what is done outside of any visit."""

from typing import Final

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

_COUNTRY: Final = Field(
    "country", Kind.LIST, N_("Show the numbers for your country"), options=((COUNTRY, ""),)
)
_OTHER_COUNTRY: Final = _COUNTRY._replace(label=N_("Show the numbers for another country"))


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
        same=not country,
        help=help_in([country, *site.countries], site, words),
        known=bool(country) or bool(site.countries),
        country=country,
        country_field=present(_OTHER_COUNTRY if site.countries else _COUNTRY, sheet),
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
    words = visitor.words
    if visitor.held is None or not is_open(visitor):
        return visitor._replace(held=None).page(
            "message.html",
            words("Nothing was erased"),
            409,
            advice=words(
                "This page is from an earlier visit, or your report was sent already. Go on where"
                " you stopped to erase answers that were not sent."
            ),
        )
    erase_draft(key_of(visitor, visitor.held), visitor.counter)
    response = visitor._replace(held=None).page(
        "message.html",
        words("Your answers are erased"),
        over=True,
        advice=words("We have nothing of what you wrote. You can close this page or start again."),
    )
    return without_cookie(visitor, response)
