"""Checking everything once more, sending it, and the receipt."""

from typing import Final

from django.http import HttpResponse

from tipline.domain.public.draft import Draft
from tipline.doors.public.pages.drafts import current, key_of
from tipline.doors.public.pages.form import TRAP, UNSURE, address_of, go_to
from tipline.doors.public.pages.help import help_in
from tipline.doors.public.steps import table
from tipline.doors.public.steps.sentences import SENTENCES
from tipline.doors.public.steps.summary import summarise
from tipline.doors.public.tokens import Holds
from tipline.doors.public.visit import Visitor, without_cookie
from tipline.services.public.keep_draft import DraftGoneError
from tipline.services.public.send_report import (
    NothingStatedError,
    challenge_of,
    find_sent,
    send_report,
)

WORK: Final = "work"
"""The hidden field in which the browser puts its proof of work."""


def show_check(visitor: Visitor) -> HttpResponse:
    """Show all answers, with a way to change each."""
    draft = current(visitor)
    if draft is None:
        return visitor.go("receipt") if _may_be_sent(visitor) else _first(visitor)
    return _check(visitor, draft)


def send(visitor: Visitor) -> HttpResponse:
    """Send the report; the next page has the receipt."""
    held = visitor.held
    if held is None or held.kind not in {Holds.DRAFT, Holds.SENT}:
        return _first(visitor)
    key = key_of(visitor, held)
    if visitor.typed(TRAP):
        return _again(visitor, SENTENCES["trap"], f"#{TRAP}")
    try:
        send_report(key, visitor.typed(WORK), visitor.counter)
    except NothingStatedError:
        return _again(visitor, SENTENCES["nothing_stated"], address_of(visitor, table.PLACES))
    return visitor.holding(Holds.SENT, held.secret).go("receipt")


def show_receipt(visitor: Visitor) -> HttpResponse:
    """Show the receipt while the browser still holds this visit; it can be had nowhere else."""
    held = visitor.held
    if held is None or held.kind not in {Holds.DRAFT, Holds.SENT}:
        return _first(visitor)
    sent = find_sent(key_of(visitor, held), visitor.counter)
    if sent is None:
        return go_to(visitor, table.CHECK) if held.kind is Holds.DRAFT else _first(visitor)
    site, words = visitor.parts.site, visitor.words
    return visitor.holding(Holds.SENT, held.secret).page(
        "receipt.html",
        words("We have your report"),
        code=sent.code,
        groups=sent.code.split("-"),
        expires_at=sent.expires_at,
        help=help_in(site.countries, site, words),
    )


def done(visitor: Visitor) -> HttpResponse:
    """Let the browser forget the visit, once the code is written down."""
    words = visitor.words
    response = visitor._replace(held=None).page(
        "message.html",
        words("Thank you"),
        advice=words("You can close this page now. Your code is not shown again."),
    )
    return without_cookie(visitor, response)


def _check(visitor: Visitor, draft: Draft, error: str = "", href: str = "") -> HttpResponse:
    words, site = visitor.words, visitor.parts.site
    names = {one.key: one.name.said_in(words.code, words) for one in site.categories}
    names[UNSURE] = words("I am not sure")
    held = visitor.held
    work = visitor.counter.work_bits if held is not None else 0
    return visitor.page(
        "check.html",
        words("Check your answers"),
        422 if error else 200,
        parts=[
            (part, _change(visitor, part.key, part.place))
            for part in summarise(draft, words, names)
        ],
        draft=draft,
        errors=[(href, words(error))] if error else [],
        back=address_of(visitor, table.before(table.CHECK, draft) or "1"),
        trap=TRAP,
        work_bits=work,
        challenge=challenge_of(key_of(visitor, held)) if work and held is not None else "",
    )


def _change(visitor: Visitor, key: str, place: int) -> str:
    return visitor.to("place", place) if place else address_of(visitor, key)


def _again(visitor: Visitor, error: str, href: str) -> HttpResponse:
    draft = current(visitor)
    if draft is None:
        raise DraftGoneError
    return _check(visitor, draft, error, href)


def _may_be_sent(visitor: Visitor) -> bool:
    """Tell whether the browser holds a visit whose report may have been sent already."""
    return visitor.held is not None and visitor.held.kind in {Holds.DRAFT, Holds.SENT}


def _first(visitor: Visitor) -> HttpResponse:
    return visitor._replace(held=None).go("step", "1")
