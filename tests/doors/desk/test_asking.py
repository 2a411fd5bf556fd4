"""Asking a reporter one question, and what the page says of the conversation."""

import base64
from datetime import timedelta

import msgspec
import pytest

from tests.doors.desk.reporters import LASTS, NO_MARK, left_before_the_end, reporter
from tests.doors.desk.test_report_page import audit, shown
from tests.doors.desk.wiring import Desk
from tipline.domain.desk import DeskRole
from tipline.domain.public.marks import Mark
from tipline.ports.operations import AskReporter, EndThreads, Request, ReserveNumbers
from tipline.services.desk.ask_reporter import LONGEST_QUESTION
from tipline.stores import queries

QUESTION = "Synthetic question 1: which day was it?"
BLOCK = base64.b64encode(bytes(range(256)) * 2).decode()
"""What looks like an encoded file; made here, and of nothing."""


def talk(text: str) -> str:
    """Return what a page says of the conversation."""
    return shown(text).partition("Talking with the reporter ")[2].partition("How the reporter")[0]


def test_a_question_goes_to_the_reporter_and_its_answer_comes_back(either: Desk) -> None:
    ada = either.user("ada")
    who = reporter(either)
    page = ada.get(f"/reports/{who.number}/")
    assert "can be asked until 20 Feb 2027" in talk(page.text)
    assert "So far nothing was asked" in talk(page.text)
    page = ada.post(f"/reports/{who.number}/ask/", question=f"  {QUESTION}\r\nAnd where?  ")
    assert (page.status_code, page.to) == (303, f"/desk/reports/{who.number}/#talk")
    assert who.sees() == [f"{QUESTION}\nAnd where?"]
    words = talk(ada.get(f"/reports/{who.number}/").text)
    assert "A question waits for the reporter" in words
    assert QUESTION in words
    assert "None yet" in words
    assert "ada" in words
    assert "Ask one question" not in words
    either.clock.wait(timedelta(minutes=5))
    added = who.adds("Synthetic narrative 72.")
    page = ada.get(f"/reports/{who.number}/")
    assert "On 22 Nov 2026, 12:05 UTC, see “Added on” above" in talk(page.text)
    assert "Ask one question" in talk(page.text)
    assert f"Added on 22 Nov 2026, 12:05 UTC by the reporter, as number {added}" in page.text
    assert "Synthetic narrative 72." not in page.text
    assert "Synthetic narrative 72." in ada.get(f"/reports/{who.number}/text/").text


def test_a_question_is_withdrawn_and_another_asked(either: Desk) -> None:
    ada, ben = either.user("ada"), either.user("ben")
    who = reporter(either)
    ada.post(f"/reports/{who.number}/ask/", question=QUESTION)
    page = ben.post(f"/reports/{who.number}/withdraw/")
    assert page.to == f"/desk/reports/{who.number}/#talk"
    assert who.sees() == []
    assert ben.post(f"/reports/{who.number}/withdraw/").status_code == 409
    either.clock.wait(timedelta(minutes=1))
    assert ben.post(f"/reports/{who.number}/ask/", question="Another?").status_code == 303
    assert who.sees() == ["Another?"]
    words = talk(ada.get(f"/reports/{who.number}/").text)
    first, second = words.index(QUESTION), words.index("Another?")
    assert "ada" in words[:first]
    assert "Withdrawn" in words[first:second]
    assert "ben" in words[first:second]
    assert "Withdraw the question" in words[second:]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter the question."),
        (" \r\n ", "Enter the question."),
        ("x" * (LONGEST_QUESTION + 1), "Shorten the question to 1,000 characters."),
        (BLOCK, "Write the question in words."),
        ("Look: data:image/png;base64,iVBORw0KGgo=", "Write the question in words."),
    ],
)
def test_what_cannot_be_asked_is_explained_and_kept(desk: Desk, typed: str, words: str) -> None:
    ada = desk.user("ada")
    who = reporter(desk)
    page = ada.post(f"/reports/{who.number}/ask/", question=typed)
    assert page.status_code == 422
    assert "<title>Error: Report" in page.text
    assert 'href="#question"' in page.text
    assert page.text.count(words) == 2
    assert typed.strip() in page.text
    assert who.sees() == []
    assert not [one for one in desk.writer.written if isinstance(one, AskReporter)]


def test_a_question_may_be_as_long_as_the_page_says(desk: Desk) -> None:
    ada = desk.user("ada")
    who = reporter(desk)
    lines = "\r\n".join("x" * 9 for _ in range(100))
    assert ada.post(f"/reports/{who.number}/ask/", question=lines).status_code == 303
    assert [len(text) for text in who.sees()] == [LONGEST_QUESTION - 1]


def test_only_one_question_waits_and_the_second_is_not_lost(desk: Desk) -> None:
    ada, ben = desk.user("ada"), desk.user("ben")
    who = reporter(desk)
    ada.post(f"/reports/{who.number}/ask/", question=QUESTION)
    before = len(desk.writer.written)
    page = ben.post(f"/reports/{who.number}/ask/", question="Another?")
    assert page.status_code == 409
    assert "another question waits" in page.text
    assert "Another?" in talk(page.text)
    assert 'id="question"' in page.text
    assert who.sees() == [QUESTION]
    reserved = [one for one in desk.writer.written[before:] if isinstance(one, ReserveNumbers)]
    assert reserved == []


def test_who_asked_not_to_be_contacted_is_not_asked(either: Desk) -> None:
    ada = either.user("ada")
    who = reporter(either)
    ada.post(f"/reports/{who.number}/ask/", question=QUESTION)
    who.stops()
    page = ada.get(f"/reports/{who.number}/")
    assert "the reporter asked not to be contacted" in talk(page.text)
    assert "Send the question" not in page.text
    page = ada.post(f"/reports/{who.number}/ask/", question="Another?")
    assert page.status_code == 409
    assert "Another?" in talk(page.text)
    who.stops(stop=False)
    assert "can be asked until" in talk(ada.get(f"/reports/{who.number}/").text)
    history = shown(ada.get(f"/reports/{who.number}/").text).partition("What happened to it")[2]
    assert "The reporter asked not to be contacted any more" in " ".join(history.split())
    assert "The reporter may be asked again" in " ".join(history.split())


def test_nobody_is_asked_when_their_code_has_ended(either: Desk) -> None:
    who = reporter(either)
    either.clock.wait(LASTS)
    ada = either.user("ada")
    page = ada.get(f"/reports/{who.number}/")
    assert "cannot be asked any more: their code was good until" in talk(page.text)
    assert "Send the question" not in page.text
    page = ada.post(f"/reports/{who.number}/ask/", question=QUESTION)
    assert page.status_code == 409
    assert QUESTION in talk(page.text)


def test_what_was_asked_is_still_there_when_the_way_back_is_forgotten(either: Desk) -> None:
    ada = either.user("ada")
    who = reporter(either)
    ada.post(f"/reports/{who.number}/ask/", question=QUESTION)
    who.adds()
    either.clock.wait(LASTS)
    either.writer.write(Request(operation=EndThreads(), actor="service:public"))
    words = talk(either.user("ben").get(f"/reports/{who.number}/").text)
    assert "There is no way back to this reporter" in words
    assert QUESTION in words
    assert "see “Added on” above" in words


def test_who_left_before_the_end_cannot_be_asked(either: Desk) -> None:
    number = left_before_the_end(either)
    ada = either.user("ada")
    words = shown(ada.get(f"/reports/{number}/").text)
    assert "There is no way back to this reporter" in words
    assert "Left before the end: The reporter did not come to the end" in words
    history = " ".join(words.partition("What happened to it")[2].split())
    assert "Tipline itself sent in what the reporter had answered before they left" in history
    assert ada.post(f"/reports/{number}/ask/", question=QUESTION).status_code == 409
    assert ada.post(f"/reports/{number}/withdraw/").status_code == 409


def test_a_report_by_a_service_has_nobody_to_talk_with(desk: Desk) -> None:
    page = desk.user("ada").get(f"/reports/{desk.report()}/")
    assert "Talking with the reporter" not in page.text
    assert "How the reporter can be reached" not in page.text


def test_nobody_is_asked_about_a_report_that_is_not_there(desk: Desk) -> None:
    ada = desk.user("ada")
    for action in ("ask", "withdraw", "contact"):
        assert ada.post(f"/reports/5/{action}/", question=QUESTION).status_code == 404
    assert ada.post("/reports/5/contact/request/", reason="danger").status_code == 404


@pytest.mark.parametrize("marks", [NO_MARK, *Mark, ~NO_MARK])
def test_how_a_report_came_in_is_told_quietly(desk: Desk, marks: Mark) -> None:
    ada = desk.user("ada")
    who = reporter(desk, marks=marks, urgent=True)
    for path in ("/", f"/reports/{who.number}/"):
        text = ada.get(path).text
        assert ("Unconfirmed</strong>" in text) is bool(marks & Mark.UNCONFIRMED)
        assert ("Left before the end</strong>" in text) is bool(marks & Mark.INCOMPLETE)
        assert "Urgent</strong>" in text
    assert ("because JavaScript was off" in text) is bool(marks & Mark.UNCONFIRMED)


def test_what_was_asked_is_in_the_history_and_not_in_the_log(desk: Desk) -> None:
    ada = desk.user("ada")
    who = reporter(desk)
    ada.post(f"/reports/{who.number}/ask/", question=QUESTION)
    ada.post(f"/reports/{who.number}/withdraw/")
    who.adds()
    words = shown(ada.get(f"/reports/{who.number}/").text).partition("What happened to it")[2]
    told = " ".join(words.split())
    assert "ada asked the reporter a question" in told
    assert "ada took the question to the reporter back" in told
    assert "The reporter sent it in" in told
    assert "The reporter added facts (report" in told
    lines = [msgspec.json.decode(line) for line in audit(who.number)]
    assert {"reporter.asked", "question.withdrawn"} <= {line["action"] for line in lines}
    whole = b"\n".join(bytes(line) for _, line in queries.rows("audit_lines", 0, 1_000))
    assert QUESTION.encode() not in whole
    assert who.code.id.hex().encode() not in whole


def test_nothing_is_shown_of_a_conversation_that_cannot_be_recorded(desk: Desk) -> None:
    ada = desk.user("ada")
    who = reporter(desk)
    ada.post(f"/reports/{who.number}/ask/", question=QUESTION)
    desk.writer.fails = True
    page = ada.get(f"/reports/{who.number}/")
    assert page.status_code == 503
    assert QUESTION not in page.text
    page = ada.post_with_token(f"/reports/{who.number}/ask/", question="Another?")
    assert page.status_code in {409, 503}


def test_a_message_that_was_changed_in_the_database_is_not_shown(desk: Desk) -> None:
    ada = desk.user("ada")
    who = reporter(desk)
    ada.post(f"/reports/{who.number}/ask/", question=QUESTION)
    queries.raw_connection().execute("UPDATE message SET desk_body = desk_key")
    page = ada.get(f"/reports/{who.number}/")
    assert page.status_code == 500
    assert "cannot be opened" in page.text


def test_an_operator_asks_nobody(desk: Desk) -> None:
    oscar = desk.user("oscar", DeskRole.OPERATOR)
    who = reporter(desk)
    for action in ("ask", "withdraw", "contact", "contact/request"):
        page = oscar.post(f"/reports/{who.number}/{action}/", question=QUESTION, reason="danger")
        assert page.status_code == 403
    assert who.sees() == []
