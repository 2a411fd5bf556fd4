"""Coming back with a receipt: how it stands, the hotline's question, more facts, no more contact.

A code that is not known gets an answer of the same status, length and time as one that is.
"""

import secrets
from typing import Final

from django.http import HttpResponse

from tipline.domain.errors import StoreUnavailableError
from tipline.domain.public.check_draft import check_draft
from tipline.domain.public.compose import has_fact
from tipline.domain.public.draft import LONGEST_NARRATIVE, Block, Draft, PlaceKind
from tipline.domain.public.excise import without_files
from tipline.domain.public.receipt import read_code
from tipline.domain.public.status import Progress
from tipline.domain.public.texts import clean
from tipline.doors.public.pages.form import AWAY, today
from tipline.doors.public.steps.fields import Field, Kind
from tipline.doors.public.steps.present import Sheet, present
from tipline.doors.public.steps.sentences import SENTENCES, UNKNOWN
from tipline.doors.public.tokens import Held, Holds
from tipline.doors.public.visit import Visitor
from tipline.doors.public.words import N_
from tipline.doors.theme.django_app import answer_after
from tipline.ports.public import Author, ReceiptKey
from tipline.services.public.come_back import Way, add_facts, find_way, stop_contact
from tipline.services.public.counter import Counter

SAME_TIME: Final = 1.0
"""Seconds after which a code is answered, known or not: longer than either takes."""

_SAME_LENGTH: Final = 65_536
"""Bytes to which answers are filled up."""

_TYPE_AGAIN: Final = N_(
    "Please type your code again. What you wrote is shown below: copy it before you go on."
)
_AWAY: Final = N_(
    "We could not keep this just now. What you wrote is shown below: copy it, wait a minute and"
    " type your code again."
)

PROGRESS: Final = {
    Progress.RECEIVED: N_("We have your report. Nobody has read it yet."),
    Progress.BEING_READ: N_("Somebody is working on your report."),
    Progress.PASSED_ON: N_("We have passed your report on to people who can do something."),
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
    if visitor.held is None:
        visitor = visitor.holding(Holds.NEW)
    return _code_page(visitor)


def take_code(visitor: Visitor) -> HttpResponse:
    """Take a code; whether it is known is only seen on the page that follows."""
    typed = visitor.typed("code")
    if visitor.held is None:
        fresh = visitor.holding(Holds.NEW)
        return _code_page(fresh, typed[:60], N_("Please press “Continue” once more."))
    code = read_code(typed[:200])
    if code is None:
        problem = N_(
            "Something in this code is not right, perhaps one letter or number. Check each"
            " group of three."
        )
        return _code_page(visitor, typed[:60], problem)
    secret = visitor.counter.keys.stretch(code)
    return answer_after(visitor.holding(Holds.RECEIPT, secret).go("way"), SAME_TIME)


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
        response = _way_page(visitor, way)
    return answer_after(_filled(response), SAME_TIME)


def take_facts(visitor: Visitor) -> HttpResponse:
    """Keep what a reporter adds, or show it again with what is wrong."""
    key = _receipt(visitor)
    if key is None or visitor.held is None:
        return _once_more(visitor.holding(Holds.NEW), _TYPE_AGAIN)
    try:
        return _take(visitor, visitor.held, key)
    except StoreUnavailableError:
        response = _once_more(visitor, _AWAY)
        response.status_code = AWAY
        return response


def _take(visitor: Visitor, held: Held, key: ReceiptKey) -> HttpResponse:
    way = find_way(key, visitor.counter)
    number = visitor.parts.tokens.unsigned(held, visitor.typed("number"))
    if way is None or number is None:
        return visitor.go("way")
    added = _added(visitor, number)
    found = {problem.path: problem.code for problem in check_draft(added, today=today(visitor))}
    errors = {
        name: SENTENCES.get(found[path], UNKNOWN)
        for name, path in (("narrative", "/narrative"), ("places", "/blocks/0/text"))
        if path in found
    }
    if not errors and not has_fact(added):
        errors["narrative"] = N_("Write at least a few words.")
    if errors:
        return _way_page(visitor, way, errors)
    add_facts(key, added, number, visitor.counter)
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
    return _code_page(visitor, "", problem, without_files("\n".join(texts)))


def _added(visitor: Visitor, number: int) -> Draft:
    places = clean(visitor.typed("places"))
    return Draft(
        number=number,
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
        errors=[("#code", told)] if told else [],
        kept=kept,
    )


def _way_page(visitor: Visitor, way: Way, errors: dict[str, str] | None = None) -> HttpResponse:
    words = visitor.words
    told = {name: words(text) for name, text in (errors or {}).items()}
    sheet = Sheet(words, None, lambda name: without_files(visitor.typed(name)), told)
    fields = (_ANSWER if way.question else _MORE, _PLACES)
    return visitor.page(
        "way.html",
        words("Your report"),
        422 if told else 200,
        progress=words(PROGRESS[way.progress]),
        way=way,
        authors=Author,
        fields=[present(field, sheet) for field in fields],
        errors=[(f"#{name}", text) for name, text in told.items()],
        number=_number(visitor, visitor.counter),
    )


def _number(visitor: Visitor, counter: Counter) -> str:
    """Return a number set aside for what is added, so that sending it twice stores it once."""
    typed = visitor.typed("number")
    held = visitor.held
    if held is None:
        return ""
    if typed and visitor.parts.tokens.unsigned(held, typed) is not None:
        return typed
    return visitor.parts.tokens.signed(held, counter.numbers.take(counter.writer))


def _filled(response: HttpResponse) -> HttpResponse:
    """Fill an answer up with what no compression takes away, so that its length tells nothing."""
    missing = -(len(response.content) + len("<!---->")) % _SAME_LENGTH
    filling = secrets.token_hex(missing // 2 + 1)[:missing]
    response.content = response.content + f"<!--{filling}-->".encode()
    return response
