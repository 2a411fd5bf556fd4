"""Coming back with a receipt: how it stands, the hotline's question, more facts, no more contact.

A code that is not known gets an answer of the same status, length and time as one that is.
"""

import hmac
import secrets
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import msgspec
from django.http import HttpResponse
from markupsafe import escape

from tipline.domain.errors import StoreUnavailableError
from tipline.domain.public.check_draft import check_draft
from tipline.domain.public.compose import has_fact
from tipline.domain.public.draft import LONGEST_NARRATIVE, Block, Draft, PlaceKind
from tipline.domain.public.excise import without_files
from tipline.domain.public.receipt import read_code
from tipline.domain.public.status import Progress
from tipline.domain.public.texts import clean, is_binary, without_binary
from tipline.doors.public.pages.form import AWAY, today
from tipline.doors.public.steps.fields import Field, Kind
from tipline.doors.public.steps.present import Sheet, present
from tipline.doors.public.steps.sentences import SENTENCES, UNKNOWN
from tipline.doors.public.tokens import Held, Holds
from tipline.doors.public.visit import Visitor
from tipline.doors.public.words import N_
from tipline.doors.theme.django_app import answer_after
from tipline.ports.public import Author, ReceiptKey
from tipline.services.public.come_back import (
    Addition,
    Message,
    ReceiptUnknownError,
    ThreadFullError,
    Way,
    add_facts,
    find_way,
    stop_contact,
)

_SAME_LENGTH: Final = 65_536
"""Bytes to which answers are filled up."""

_ROOM: Final = (24_000, 6_000, 0)
"""Bytes of messages, tried in turn until the page is no longer than what it is filled up to."""

_AROUND: Final = 300
"""Bytes of the page around one message, or somewhat less."""

_LONGEST_SHOWN: Final = 1_500
"""Characters of one message that are shown."""

_ONCE_BYTES: Final = 7

_TYPE_AGAIN: Final = N_(
    "Please type your code again. What you wrote is shown below: copy it before you go on."
)
_AWAY: Final = N_(
    "We could not keep this just now. What you wrote is shown below: copy it, wait a minute and"
    " type your code again."
)

_SEND_AGAIN: Final = N_(
    "We could not keep this just now. What you typed is still here. Wait a minute, then press"
    " “Send” again. Doing it twice does no harm."
)
_ENDED: Final = N_(
    "This code does not work any more. What you wrote was not sent. It is shown below: copy it."
    " You can send it as a new report."
)
_BUSY: Final = N_(
    "Very many people are here at the moment. Your code is still here. Wait a minute, then press"
    " “Continue” again."
)
_FULL: Final = N_(
    "You have added a lot here, and we have all of it. We cannot take more in this place. If there"
    " is something new, please send a new report. What you wrote now is still here: copy it."
)

PROGRESS: Final = {
    Progress.RECEIVED: N_("We have your report. Nobody has read it yet."),
    Progress.ADDED: N_("We have everything you wrote to us. We will read what is new."),
    Progress.BEING_READ: N_("Somebody is working on your report."),
    Progress.PASSED_ON: N_("We have passed your report on to people who can do something."),
    Progress.ARRIVED: N_("The people we passed your report on to have told us that they have it."),
    Progress.ANSWERED: N_(
        "The people we passed your report on to have looked at it and answered us. We cannot say"
        " more here."
    ),
    Progress.NOTHING_TO_DO: N_(
        "We have read your report. There is nothing more we can do with it now. You can still add"
        " what you know."
    ),
    Progress.KNOWN: N_(
        "Thank you. We already know of this from another report. You can still add what you know."
    ),
    Progress.FOR_OTHERS: N_(
        "We have read your report. This is something others are there for. You can still add what"
        " you know."
    ),
    Progress.CLOSED: N_(
        "We have done what we can with your report. You can still add what you know."
    ),
}
"""How a report stands, in one sentence."""

_CODE: Final = Field(
    "code",
    Kind.LINE,
    N_("Your code"),
    N_("18 letters and numbers, such as K7M-2QX-… You can leave out the lines between them."),
    longest=60,
)
_ANSWER: Final = Field("narrative", Kind.BOX, N_("Your answer"), longest=LONGEST_NARRATIVE)
_MORE: Final = Field(
    "narrative", Kind.BOX, N_("What do you want to add?"), longest=LONGEST_NARRATIVE
)
_PLACES: Final = Field(
    "places",
    Kind.BOX,
    N_("Web addresses, names or numbers you want to add"),
    N_("One on each line."),
    longest=2_000,
)


def show_code(visitor: Visitor) -> HttpResponse:
    """Ask for the code."""
    if visitor.comes_from_elsewhere():
        return visitor.go("start")
    if visitor.held is None:
        visitor = visitor.holding(Holds.NEW)
    return _code_page(visitor)


def take_code(visitor: Visitor) -> HttpResponse:
    """Take a code; whether it is known is only seen on the page that follows."""
    typed = visitor.typed("code")
    if visitor.held is None:
        problem = N_("Please press “Continue” once more.")
        return _code_page(visitor.again(), _shown_again(typed)[:60], problem)
    code = read_code(typed[:200])
    if code is None:
        problem = N_(
            "Something in this code is not right, perhaps one letter or number. Check each"
            " group of three."
        )
        return _code_page(visitor, _shown_again(typed)[:60], problem)
    secret = visitor.counter.keys.stretch(code)
    return answer_after(visitor.holding(Holds.RECEIPT, secret).go("way"), visitor.parts.same_time)


def busy(visitor: Visitor) -> HttpResponse:
    """Ask for the code once more, with what was typed: it was not even looked for."""
    response = _code_page(visitor, _shown_again(visitor.typed("code"))[:60], _BUSY)
    response.status_code = AWAY
    return response


def show_way(visitor: Visitor) -> HttpResponse:
    """Show what a receipt opens, or that the code is not known, in the same time and length."""
    held = visitor.held
    if held is None or held.kind is not Holds.RECEIPT:
        return visitor.go("code")
    key = visitor.counter.keys.receipt_key(held.secret)
    way = find_way(key, visitor.counter)
    if way is None:
        unknown = N_(
            "We do not know this code. Check each group of three and try again. Codes stop"
            " working after some months."
        )
        response = _code_page(visitor.holding(Holds.NEW), "", unknown)
        response.status_code = 200
    else:
        response = _fitting(visitor, way)
    return answer_after(_filled(response), visitor.parts.same_time)


def take_facts(visitor: Visitor) -> HttpResponse:
    """Keep what a reporter adds, or show it again with what is wrong."""
    key = _receipt(visitor)
    if key is None or visitor.held is None:
        return _once_more(visitor.again(), _TYPE_AGAIN)
    try:
        return _take(visitor, visitor.held, key)
    except ReceiptUnknownError:
        return _once_more(visitor.holding(Holds.NEW), _ENDED)
    except StoreUnavailableError:
        response = _once_more(visitor, _AWAY)
        response.status_code = AWAY
        return response


def _take(visitor: Visitor, held: Held, key: ReceiptKey) -> HttpResponse:
    way = find_way(key, visitor.counter)
    if way is None:
        raise ReceiptUnknownError
    once = visitor.parts.tokens.unsigned(held, visitor.typed("once"))
    if once is None:
        return _way_page(visitor, way, {"narrative": _SEND_AGAIN})
    added = _added(visitor)
    found = {problem.path: problem.code for problem in check_draft(added, today=today(visitor))}
    errors = {
        name: SENTENCES.get(found[path], UNKNOWN)
        for name, path in (("narrative", "/narrative"), ("places", "/blocks/0/text"))
        if path in found
    }
    for name in ("narrative", "places"):
        if is_binary(visitor.typed(name)):
            errors[name] = SENTENCES["file_in_text"]
    if not errors and not has_fact(added):
        errors["narrative"] = N_("Write at least a few words.")
    if errors:
        return _way_page(visitor, way, errors)
    addition = Addition(
        facts=added,
        once=hmac.digest(held.secret, b"once %d" % once, sha256),
        answers=visitor.parts.tokens.unsigned(held, visitor.typed("answers")),
    )
    try:
        add_facts(key, addition, visitor.counter)
    except ThreadFullError:
        return _way_page(visitor, way, {"narrative": _FULL})
    except StoreUnavailableError:
        response = _way_page(visitor, way, {"narrative": _SEND_AGAIN})
        response.status_code = AWAY
        return response
    return visitor.go("way")


def take_stop(visitor: Visitor) -> HttpResponse:
    """Let the hotline ask nothing more, or let it ask again."""
    key = _receipt(visitor)
    if key is None:
        return visitor.go("way")
    stop_contact(key, visitor.counter, stop=visitor.typed("stop") == "yes")
    return visitor.go("way")


def _receipt(visitor: Visitor) -> ReceiptKey | None:
    held = visitor.held
    if held is None or held.kind is not Holds.RECEIPT:
        return None
    return visitor.counter.keys.receipt_key(held.secret)


def _once_more(visitor: Visitor, problem: str) -> HttpResponse:
    """Show what was typed, and ask for the code again."""
    texts = filter(None, (visitor.typed("narrative"), visitor.typed("places")))
    return _code_page(visitor, "", problem, _shown_again("\n".join(texts)))


def _added(visitor: Visitor) -> Draft:
    places = clean(visitor.typed("places"))
    return Draft(
        number=0,
        began_at=0,
        language=visitor.words.code,
        narrative=clean(visitor.typed("narrative")),
        blocks=(Block(kind=PlaceKind.WEB, text=places),) if places else (),
    )


def _code_page(
    visitor: Visitor, typed: str = "", problem: str = "", kept: str = ""
) -> HttpResponse:
    words = visitor.words
    told = words(problem) if problem else ""
    sheet = Sheet(words, None, lambda _name: typed, {"code": told} if told else {})
    return visitor.page(
        "code.html",
        words("Come back with your code"),
        422 if problem else 200,
        fields=[present(_CODE, sheet, heading=True)],
        unsent=visitor.held is not None and visitor.held.kind is Holds.DRAFT,
        errors=[("#code", told)] if told else [],
        kept=kept,
    )


def _fitting(visitor: Visitor, way: Way) -> HttpResponse:
    """Return the page of a way back with so many messages as leave it no longer than others."""
    for room in _ROOM:
        response = _way_page(visitor, way, room=room)
        if len(response.content) + len(_filling(0)) <= _SAME_LENGTH:
            break
    return response


def _shown(messages: Sequence[Message], room: int) -> list[Message]:
    """Return the newest messages for which there is room, each cut, the oldest first."""
    found: list[Message] = []
    for message in reversed(messages):
        text = message.text
        if len(text) > _LONGEST_SHOWN:
            text = f"{text[:_LONGEST_SHOWN]}…"
        room -= len(escape(text).encode()) + _AROUND
        if room < 0:
            break
        found.insert(0, msgspec.structs.replace(message, text=text))
    return found


def _way_page(
    visitor: Visitor, way: Way, errors: dict[str, str] | None = None, room: int = _ROOM[0]
) -> HttpResponse:
    words = visitor.words
    told = {name: words(text) for name, text in (errors or {}).items()}
    sheet = Sheet(words, None, lambda name: _shown_again(visitor.typed(name)), told)
    fields = (_ANSWER if way.question else _MORE, _PLACES)
    shown = _shown(way.messages, room)
    return visitor.page(
        "way.html",
        words("Your report"),
        422 if told else 200,
        progress=words(PROGRESS[way.progress]),
        way=way,
        messages=shown,
        is_whole=way.is_whole and shown == list(way.messages),
        authors=Author,
        fields=[present(field, sheet) for field in fields],
        errors=[(f"#{name}", text) for name, text in told.items()],
        once=_once(visitor),
        answers=_signed(visitor, way.question.number) if way.question else "",
    )


def _shown_again(typed: str) -> str:
    """Return what was typed as it is shown again: without what looks like a file."""
    return without_files(without_binary(typed))


def _once(visitor: Visitor) -> str:
    """Return what makes a page one of its kind, so that sending it twice stores it once."""
    typed, held = visitor.typed("once"), visitor.held
    if typed and held is not None and visitor.parts.tokens.unsigned(held, typed) is not None:
        return typed
    fresh = visitor.parts.randomness.random_bytes(_ONCE_BYTES)
    return _signed(visitor, int.from_bytes(fresh))


def _signed(visitor: Visitor, number: int) -> str:
    held = visitor.held
    return "" if held is None else visitor.parts.tokens.signed(held, number)


def _filled(response: HttpResponse) -> HttpResponse:
    """Fill an answer up with what no compression takes away, so that its length tells nothing."""
    missing = -(len(response.content) + len(_filling(0))) % _SAME_LENGTH
    response.content = response.content + _filling(missing)
    return response


def _filling(length: int) -> bytes:
    return f"<!--{secrets.token_hex(length // 2 + 1)[:length]}-->".encode()
