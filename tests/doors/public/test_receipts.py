"""Receipts: kept as a digest only, the same whether known or not, and good for one report."""

from datetime import timedelta
from typing import Final

import pytest

from tests import stores
from tests.contracts.test_desk import add_user
from tests.doors.desk.wiring import WatchedWriter
from tests.doors.public.wiring import INDEX_KEY, SOON, Page, Public, Visitor
from tipline.domain.desk import CloseReason
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.public.receipt import receipt_code
from tipline.doors.public.tokens import Tokens
from tipline.doors.public.turns import RATES, Rate
from tipline.gateways.receipts.visit_keys import page_key
from tipline.ports.operations import (
    MOST_ADDED,
    AddReporterFacts,
    AnyOperation,
    AnyResult,
    AskReporter,
    CloseReport,
    Done,
    Request,
    SealedNote,
    SubmitPublic,
    WithdrawQuestion,
)
from tipline.services.desk.ask_reporter import LONGEST_QUESTION
from tipline.services.public.come_back import SHOWN
from tipline.stores import queries

OUR_PAGE: Final = {"cookie", "set-cookie", "content-security-policy"}
"""Headers that differ from answer to answer: what a browser holds, and a nonce."""


class DyingWriter(WatchedWriter):
    """Applies one kind of operation and then dies before it answers, as often as told."""

    def __init__(self, public: Public, kind: type[AnyOperation], times: int = 1) -> None:
        super().__init__(public.clock)
        self._kind, self._times = kind, times

    def write(self, request: Request) -> AnyResult:
        result = super().write(request)
        if isinstance(request.operation, self._kind) and self._times:
            self._times -= 1
            raise StoreUnavailableError
        return result


def sent(public: Public) -> tuple[Visitor, str]:
    """Return somebody who has sent a report, and their code."""
    visitor = public.visitor()
    visitor.fill()
    public.clock.wait(SOON)
    return visitor, visitor.send_report()


def back(public: Public, code: str) -> Visitor:
    """Return somebody who comes back with a code, on the page that follows."""
    visitor = public.visitor()
    visitor.get("code/")
    visitor.post("code/", code=code)
    return visitor


def secret_of(visitor: Visitor) -> bytes:
    """Return what a visitor's browser holds."""
    cookie = visitor.cookies["visit"]
    held = Tokens(page_key(INDEX_KEY)).read_cookie(cookie, 0)
    assert held is not None
    return held.secret


def everything() -> str:
    """Return every value of every table."""
    found = []
    for table in stores.TABLES:
        question = f"SELECT * FROM {table}"  # noqa: S608 - names from here
        for row in queries.raw_connection().execute(question).fetchall():
            values = (bytes(one) if isinstance(one, memoryview) else one for one in row)
            found += [one.hex() if isinstance(one, bytes) else str(one) for one in values]
    return "\n".join(found).lower()


def test_nothing_that_opens_anything_is_in_the_store(either: Public) -> None:
    visitor = either.visitor()
    visitor.begin()
    visitor.answer("5", narrative="Synthetic narrative 17.")
    cookies = [visitor.cookies["visit"]]
    drafted = everything()
    visitor, code = sent(either)
    returned = back(either, code)
    cookies += [visitor.cookies["visit"], returned.cookies["visit"]]
    spelled = (code, code.replace("-", ""), code.replace("-", " "))
    secrets = (secret_of(visitor), secret_of(returned), code.encode(), spelled[1].encode())
    held = [part for cookie in cookies for part in cookie.split(".") if len(part) > 12]
    for stored in (drafted, everything()):
        assert len(stored) > 200
        for text in (*spelled, *held, *(one.hex() for one in secrets)):
            assert text.lower() not in stored


def test_a_code_with_an_error_is_told_kindly_and_stays(public: Public) -> None:
    _, code = sent(public)
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    visitor = public.visitor()
    visitor.get("code/")
    page = visitor.post("code/", code=wrong)
    assert page.status == 422
    assert "Something in this code is not right" in page.problems[0]
    assert page.shown("code") == wrong
    assert (
        visitor.post("code/", code=f" {code.lower().replace('-', ' ')} ").heading == "Your report"
    )


def compared(page: Page) -> dict[str, str]:
    """Return the headers that say something."""
    return {name: value for name, value in page.headers.items() if name not in OUR_PAGE}


def test_known_and_unknown_codes_look_the_same(either: Public) -> None:
    _, code = sent(either)
    answers: list[list[Page]] = []
    for tried in (code, receipt_code(bytes(10)), receipt_code(bytes(range(10)))):
        visitor = either.visitor()
        fields = visitor.get("code/").fields("code/")
        first = visitor.send("POST", "code/", data=fields | {"code": tried})
        answers.append([first, visitor.send("GET", first.to)])
    known, *unknown = answers
    assert "Your report" in known[1].heading
    for other in unknown:
        assert "We do not know this code" in other[1].words
        for one, two in zip(known, other, strict=True):
            assert (one.status, len(one.text.encode())) == (two.status, len(two.text.encode()))
            assert compared(one) == compared(two)
            lengths = [len(page.headers["set-cookie"]) for page in (one, two)]
            assert lengths[0] == lengths[1]


def test_sending_twice_gives_one_report_and_one_receipt(either: Public) -> None:
    visitor = either.visitor()
    fields = visitor.fill().fields("10/")
    cookie = visitor.cookies["visit"]
    codes = set[str]()
    for _ in range(3):
        visitor.cookies.set("visit", cookie) if codes else None
        assert visitor.send("POST", "10/", data=fields).to == "/en/11/"
        visitor.get("11/")
        codes.add(visitor.code())
    assert len(codes) == 1
    assert len(either.reports()) == 1


def test_a_crash_after_the_commit_loses_neither_report_nor_receipt(either: Public) -> None:
    either.writer = DyingWriter(either, SubmitPublic, times=2)
    visitor = either.visitor()
    fields = visitor.fill().fields("10/")
    for _ in range(2):
        page = visitor.send("POST", "10/", data=fields)
        if page.status == 303:
            break
        assert page.status == 503
        assert "twice does no harm" in page.words
    assert visitor.send("POST", "10/", data=fields).to == "/en/11/"
    visitor.get("11/")
    assert len(either.reports()) == 1
    assert back(either, visitor.code()).page.heading == "Your report"


def test_a_receipt_ends(either: Public) -> None:
    visitor, code = sent(either)
    either.clock.wait(timedelta(days=either.site.receipt_days, minutes=-10))
    at_work = back(either, code)
    assert at_work.page.heading == "Your report"
    form = at_work.page.fields("code/add/")
    either.clock.wait(timedelta(minutes=15))
    assert "We do not know this code" in back(either, code).page.words
    page = at_work.send("POST", "code/add/", data=form | {"narrative": "Synthetic narrative 18."})
    assert page.status == 422
    assert "This code does not work any more" in page.problems[0]
    assert "Synthetic narrative 18." in page.words
    assert len(either.reports()) == 1
    assert visitor.get("11/").address != "/en/11/"


def test_a_reporter_can_stop_contact_and_allow_it_again(either: Public) -> None:
    _, code = sent(either)
    visitor = back(either, code)
    page = visitor.post("code/stop/")
    assert "You asked us not to contact you" in page.words
    assert "You asked us not to contact you" in back(either, code).page.words
    page = visitor.post("code/stop/")
    assert "You asked us not to contact you" not in page.words


def test_facts_sent_twice_are_stored_once(either: Public) -> None:
    _, code = sent(either)
    visitor = back(either, code)
    form = visitor.page.fields("code/add/") | {"narrative": "Synthetic narrative 18."}
    for _ in range(2):
        assert visitor.send("POST", "code/add/", data=form).to == "/en/code/open/"
    assert len(either.reports()) == 2
    assert visitor.get("code/open/").words.count("Synthetic narrative 18.") == 1
    assert added(either) == ["Synthetic narrative 18."]


def added(public: Public) -> list[str | None]:
    """Return what was added to the first report, in the order it came in."""
    return [public.opened(one).additional_info for one in public.reports()[1:]]


def ask(public: Public, text: str) -> int:
    """Have the hotline ask the reporter of the first report; return the question's number."""
    number = public.reports()[0]
    thread = public.conversations.thread_of(number)
    assert thread is not None
    counter = public.counter()
    message = counter.numbers.take(public.writer)
    sealed = counter.sealer.seal(message, text.encode())
    operation = AskReporter(
        report=number,
        user=1,
        message=message,
        for_desk=SealedNote(key=sealed.key, body=sealed.body),
        for_reporter=counter.notes.seal_to(thread.public_key, message, text.encode()),
    )
    assert isinstance(public.writer.write(Request(operation=operation, actor="user:1")), Done)
    return message


def waits(public: Public) -> bool:
    """Tell whether a question waits for an answer."""
    thread = public.conversations.thread_of(public.reports()[0])
    return thread is not None and thread.open_question is not None


def test_a_changed_text_from_the_same_page_is_stored_too(either: Public) -> None:
    _, code = sent(either)
    visitor = back(either, code)
    form = visitor.page.fields("code/add/")
    texts = ["Synthetic narrative 18.", "Synthetic narrative 19."]
    for text in (*texts, *texts):
        page = visitor.send("POST", "code/add/", data=form | {"narrative": text})
        assert page.to == "/en/code/open/"
    assert added(either) == texts


def test_the_same_text_on_a_new_page_is_stored_again(public: Public) -> None:
    _, code = sent(public)
    for _ in range(2):
        back(public, code).post("code/add/", narrative="Yes.")
    assert added(public) == ["Yes.", "Yes."]


def test_looking_writes_nothing(either: Public) -> None:
    _, code = sent(either)
    before = len(either.writer.written)
    either.writer.fails = True
    assert back(either, code).page.heading == "Your report"
    assert len(either.writer.written) == before


def test_what_cannot_be_stored_now_is_shown_again_and_sent_once(either: Public) -> None:
    _, code = sent(either)
    visitor = back(either, code)
    either.writer = DyingWriter(either, AddReporterFacts)
    page = visitor.post("code/add/", narrative="Synthetic narrative 18.", places="Example Chat")
    assert page.status == 503
    assert "Wait a minute" in page.problems[0]
    assert page.shown("narrative") == "Synthetic narrative 18."
    assert page.shown("places") == "Example Chat"
    page = visitor.post("code/add/")
    assert (page.status, page.heading) == (200, "Your report")
    assert len(either.reports()) == 2


def test_only_the_question_that_was_seen_is_answered(either: Public) -> None:
    _, code = sent(either)
    early = back(either, code)
    ask(either, "Synthetic question 1?")
    early.post("code/add/", narrative="Synthetic narrative 18.")
    assert waits(either)
    seen = back(either, code)
    assert "We have a question for you" in seen.page.words
    withdraw = WithdrawQuestion(report=either.reports()[0], user=1)
    either.writer.write(Request(operation=withdraw, actor="user:1"))
    either.clock.wait(SOON)
    ask(either, "Synthetic question 2?")
    page = seen.post("code/add/", narrative="Synthetic narrative 19.")
    assert waits(either)
    assert "Synthetic question 2?" in page.words
    page = seen.post("code/add/", narrative="Synthetic narrative 20.")
    assert not waits(either)
    assert "We have a question for you" not in page.words
    assert len(added(either)) == 3


@pytest.mark.parametrize("forged", ["1", "17.", "x", "1." + "A" * 22])
def test_a_forged_question_is_not_answered(public: Public, forged: str) -> None:
    _, code = sent(public)
    ask(public, "Synthetic question 1?")
    visitor = back(public, code)
    visitor.post("code/add/", narrative="Synthetic narrative 18.", answers=forged)
    assert len(public.reports()) == 2
    assert waits(public)


def test_who_adds_very_often_is_told_so_and_keeps_the_text(public: Public) -> None:
    _, code = sent(public)
    visitor = back(public, code)
    form = visitor.page.fields("code/add/")
    for number in range(MOST_ADDED):
        typed = form | {"narrative": f"Synthetic narrative {number}."}
        assert visitor.send("POST", "code/add/", data=typed).status == 303
    visitor.get("code/open/")
    page = visitor.post("code/add/", narrative="Synthetic narrative 99.")
    assert page.status == 422
    assert "You have added a lot here" in page.problems[0]
    assert page.shown("narrative") == "Synthetic narrative 99."
    assert len(public.reports()) == 1 + MOST_ADDED
    assert visitor.send("POST", "code/add/", data=typed).status == 303


@pytest.mark.parametrize("character", ["x", "&", "م", "\U0001f30d"])
def test_a_long_conversation_is_no_longer_than_an_unknown_code(
    public: Public, character: str
) -> None:
    unknown = back(public, receipt_code(bytes(10))).page
    _, code = sent(public)
    first = back(public, code)
    short, form = first.page, first.page.fields("code/add/")
    text = character * 9_000
    for number in range(SHOWN + 2):
        typed = form | {"narrative": f"Synthetic {number}: {text}"}
        assert first.send("POST", "code/add/", data=typed).status == 303
        public.clock.wait(SOON)
    ask(public, character * LONGEST_QUESTION)
    page = back(public, code).page
    assert len({len(one.text.encode()) for one in (page, short, unknown)}) == 1
    assert "Only the newest is shown here" in page.words
    assert "Only the newest is shown here" not in short.words
    assert f"Synthetic {SHOWN + 1}: " in page.words
    assert "Synthetic 0: " not in page.words
    assert character * LONGEST_QUESTION in page.words


def test_what_was_added_to_a_read_report_is_not_called_unread(public: Public) -> None:
    _, code = sent(public)
    visitor = back(public, code)
    assert "Nobody has read it yet" in visitor.page.words
    user = add_user("ada")
    close = CloseReport(number=public.reports()[0], user=user, reason=CloseReason.DUPLICATE)
    assert isinstance(public.writer.write(Request(operation=close, actor="user:1")), Done)
    assert "We already know of this" in visitor.get("code/open/").words
    page = visitor.post("code/add/", narrative="Synthetic narrative 18.")
    assert "We have everything you wrote to us" in page.words
    assert "Nobody has read it yet" not in page.words


def test_the_code_stays_in_its_field_when_too_many_are_here(public: Public) -> None:
    _, code = sent(public)
    public = Public(rates={**RATES, "code": Rate(5, 0), "code_slowly": Rate(5, 0)})
    visitor = public.visitor()
    form = visitor.get("code/").fields("code/") | {"code": code.lower()}
    page = visitor.send("POST", "code/", data=form)
    assert page.status == 503
    assert page.shown("code") == code.lower()
    assert "Your code is still here" in page.problems[0]
    assert page.fields("code/")["t"] == form["t"]


@pytest.mark.parametrize("forged", ["", "1", "17.", "x", "1." + "A" * 22, "٣.x", "9" * 30])
def test_a_forged_page_stores_nothing_and_keeps_the_text(public: Public, forged: str) -> None:
    _, code = sent(public)
    visitor = back(public, code)
    page = visitor.post("code/add/", narrative="Synthetic narrative 18.", once=forged)
    assert page.status == 422
    assert page.shown("narrative") == "Synthetic narrative 18."
    assert len(public.reports()) == 1
    visitor.post("code/add/")
    assert added(public) == ["Synthetic narrative 18."]


def test_a_page_of_somebody_else_stores_nothing(public: Public) -> None:
    _, code = sent(public)
    _, other = sent(public)
    theirs = back(public, other).page.fields("code/add/")["once"]
    visitor = back(public, code)
    page = visitor.post("code/add/", narrative="Synthetic narrative 18.", once=theirs)
    assert page.status == 422
    assert len(public.reports()) == 2
