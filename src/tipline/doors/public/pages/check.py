"""Checking everything once more, sending it, and the receipt."""

from typing import Final

from django.http import HttpResponse

from tipline.domain.problems import Problem
from tipline.domain.public.check_draft import check_draft
from tipline.domain.public.draft import Draft
from tipline.doors.public.pages.drafts import blank, current, key_of
from tipline.doors.public.pages.form import TRAP, UNSURE, address_of, go_to, today
from tipline.doors.public.pages.help import help_in
from tipline.doors.public.steps import table
from tipline.doors.public.steps.sentences import SENTENCES, UNKNOWN
from tipline.doors.public.steps.summary import summarise
from tipline.doors.public.tokens import Held, Holds
from tipline.doors.public.visit import Visitor, without_cookie
from tipline.services.public.keep_draft import DraftGoneError
from tipline.services.public.send_report import (
    NothingStatedError,
    Sent,
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
    key, draft = key_of(visitor, held), current(visitor)
    if visitor.typed(TRAP):
        return _again(visitor, SENTENCES["trap"], f"#{TRAP}")
    if draft is not None:
        problems = check_draft(draft, today=today(visitor))
        if problems:
            return _again(visitor, *_sentence_and_step(visitor, problems[0]))
        visitor = visitor.living_in(draft.country or draft.child.country)
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
    if held.kind is Holds.DRAFT and current(visitor) is not None:
        return go_to(visitor, table.CHECK)  # not sent yet; nothing slow is done to find that out
    sent = _sent(visitor, held)
    if sent is None:
        return go_to(visitor, table.CHECK) if held.kind is Holds.DRAFT else _first(visitor)
    site, words = visitor.parts.site, visitor.words
    if held.kind is Holds.DRAFT:
        visitor = visitor.holding(Holds.SENT, held.secret)
    return visitor.page(
        "receipt.html",
        words("We have your report"),
        code=sent.code,
        groups=sent.code.split("-"),
        expires_at=sent.expires_at,
        help=help_in([held.country, *site.countries], site, words),
    )


def _sent(visitor: Visitor, held: Held) -> Sent | None:
    """Return the receipt; that our cookie says when the report was sent is proof, and is quick."""
    key = key_of(visitor, held)
    if held.kind is Holds.SENT:
        until = held.issued * 1_000_000 + visitor.counter.receipt_lasts
        return Sent(code=key.code, expires_at=until)
    return find_sent(key, visitor.counter)


def done(visitor: Visitor) -> HttpResponse:
    """Let the browser forget the visit, once the code is written down."""
    words = visitor.words
    response = visitor._replace(held=None).page(
        "message.html",
        words("Thank you"),
        over=True,
        advice=words("You can close this page now. Your code is not shown again."),
    )
    return without_cookie(visitor, response)


def _check(visitor: Visitor, draft: Draft, error: str = "", href: str = "") -> HttpResponse:
    words, site = visitor.words, visitor.parts.site
    names = {one.key: one.name.said_in(words.code, words) for one in site.categories}
    names[UNSURE] = words("I am not sure")
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
    )


def _change(visitor: Visitor, key: str, place: int) -> str:
    return visitor.to("place", place) if place else address_of(visitor, key)


def _sentence_and_step(visitor: Visitor, problem: Problem) -> tuple[str, str]:
    """Return what is wrong with a kept answer, and the address of the page where it is mended."""
    sentence = SENTENCES.get(problem.code, UNKNOWN)
    if problem.path.startswith("/blocks"):
        return sentence, address_of(visitor, table.PLACES)
    name = problem.path.strip("/").replace("/", "-")
    for step in table.STEPS:
        fields = (*step.fields(blank(visitor)), *step.more)
        if any(field.name == name for field in fields):
            return sentence, address_of(visitor, step.key)
    return sentence, address_of(visitor, table.REACH_MORE)


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
