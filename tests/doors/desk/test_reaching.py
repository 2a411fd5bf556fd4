"""Seeing how a reporter can be reached: by a reason, by leave of another person, for a day."""

import re
from datetime import timedelta

import msgspec
import pytest

from tests.doors.desk.reporters import CONTACT, left_before_the_end, reporter
from tests.doors.desk.test_report_page import audit, shown
from tests.doors.desk.wiring import Desk, Page, Person
from tipline.domain.desk import CONTACT_SHOWN_FOR, RIGHTS, ContactReason, DeskRole, Right
from tipline.domain.vocabulary import ContactWish
from tipline.ports.operations import ReadContact
from tipline.stores import queries

MINUTE = timedelta(minutes=1)
HIDDEN = (CONTACT.email, CONTACT.phone)


def reaching(text: str) -> str:
    """Return what a page says of how the reporter can be reached."""
    words = shown(text).partition("How the reporter can be reached ")[2]
    return " ".join(words.partition("Which facts are there")[0].split())


def asks(who: Person, number: int, reason: str = "danger") -> Page:
    return who.post(f"/reports/{number}/contact/request/", reason=reason)


def decide(who: Person, answer: str) -> Page:
    """Decide about the request that stands first on the page."""
    found = re.search(rf'action="/desk(/contact-requests/\d+/{answer}/)"', requests(who))
    assert found is not None
    return who.post(found[1])


def requests(who: Person) -> str:
    return who.get("/contact-requests/").text


def actions(number: int) -> list[str]:
    lines = [msgspec.json.decode(line) for line in audit(number)]
    return [line["action"] for line in lines if line["action"].startswith("contact.")]


@pytest.mark.parametrize("reason", list(ContactReason))
def test_it_is_shown_once_another_person_has_allowed_it(
    either: Desk, reason: ContactReason
) -> None:
    ada, sue = either.user("ada"), either.user("sue", DeskRole.SUPERVISOR)
    number = reporter(either).number
    page = ada.get(f"/reports/{number}/text/")
    assert "can be reached by e-mail" in reaching(page.text)
    assert "May go to the police Yes" in reaching(page.text)
    assert "Safe times Synthetic narrative 15." in reaching(page.text)
    assert asks(ada, number, reason).to == f"/desk/reports/{number}/#contact"
    assert "Your request waits" in reaching(ada.get(f"/reports/{number}/").text)
    assert "Contact requests (1)" in sue.get("/").text
    assert "Contact requests" not in ada.get("/").text
    assert f'href="/desk/reports/{number}/"' in requests(sue)
    assert ada.post(f"/reports/{number}/contact/").status_code == 409
    page = decide(sue, "approve")
    assert (page.status_code, page.to) == (303, "/desk/contact-requests/")
    assert "Contact requests (0)" in requests(sue)
    assert "No request waits" in requests(sue)
    words = reaching(ada.get(f"/reports/{number}/").text)
    assert "Approved by sue on 22 Nov 2026, 12:00 UTC" in words
    assert "You may see it until 23 Nov 2026, 12:00 UTC" in words
    page = ada.post(f"/reports/{number}/contact/")
    assert page.status_code == 200
    assert all(text in page.text for text in HIDDEN)
    assert "Say neutral words" in page.text
    assert "Synthetic narrative 15." in page.text
    assert "mailto:" not in page.text
    assert actions(number) == ["contact.requested", "contact.approved", "contact.read"]


def test_it_is_never_on_the_page_of_the_report(desk: Desk) -> None:
    ada, sue = desk.user("ada"), desk.user("sue", DeskRole.SUPERVISOR)
    number = reporter(desk).number
    asks(ada, number)
    decide(sue, "approve")
    for who in (ada, sue):
        for path in ("", "text/"):
            text = who.get(f"/reports/{number}/{path}").text
            assert not any(one in text for one in HIDDEN)
    assert not any(one in requests(sue) for one in HIDDEN)
    assert sue.post(f"/reports/{number}/contact/").status_code == 409
    assert actions(number) == ["contact.requested", "contact.approved"]


def test_it_is_shown_for_a_day_and_every_look_is_recorded(either: Desk) -> None:
    ada, sue = either.user("ada"), either.user("sue", DeskRole.SUPERVISOR)
    number = reporter(either).number
    asks(ada, number)
    decide(sue, "approve")
    for _ in range(2):
        assert ada.post(f"/reports/{number}/contact/").status_code == 200
    assert actions(number).count("contact.read") == 2
    either.clock.wait(CONTACT_SHOWN_FOR - MINUTE)
    ada.cookies.clear()
    ada.log_in()
    assert ada.post(f"/reports/{number}/contact/").status_code == 200
    either.clock.wait(MINUTE)
    page = ada.post(f"/reports/{number}/contact/")
    assert page.status_code == 409
    assert "the 24 hours are over" in page.text
    assert CONTACT.email not in page.text
    assert "Ask to see it" in ada.get(f"/reports/{number}/").text
    assert asks(ada, number).status_code == 303
    assert actions(number).count("contact.read") == 3


def test_a_refused_request_shows_nothing_and_can_be_made_again(either: Desk) -> None:
    ada, sue = either.user("ada"), either.user("sue", DeskRole.SUPERVISOR)
    number = reporter(either).number
    asks(ada, number)
    decide(sue, "refuse")
    assert "Refused by sue" in reaching(ada.get(f"/reports/{number}/").text)
    page = ada.post(f"/reports/{number}/contact/")
    assert page.status_code == 409
    assert not any(one in page.text for one in HIDDEN)
    assert asks(ada, number).status_code == 303
    assert actions(number) == ["contact.requested", "contact.refused", "contact.requested"]


def test_nobody_decides_about_their_own_request(either: Desk) -> None:
    sue, sam = (either.user(name, DeskRole.SUPERVISOR) for name in ("sue", "sam"))
    number = reporter(either).number
    asks(sue, number)
    assert "You ask yourself: somebody else decides" in requests(sue)
    assert "/approve/" not in requests(sue)
    assert "Contact requests (0)" in requests(sue)
    assert "Contact requests (1)" in requests(sam)
    found = re.search(r'action="/desk(/contact-requests/\d+/approve/)"', requests(sam))
    assert found is not None
    page = sue.post(found[1])
    assert page.status_code == 409
    assert "It is your own" in page.text
    assert sue.post(f"/reports/{number}/contact/").status_code == 409
    assert sam.post(found[1]).status_code == 303
    assert sam.post(found[1]).status_code == 409
    assert sue.post(f"/reports/{number}/contact/").status_code == 200
    assert sam.post(f"/reports/{number}/contact/").status_code == 409


@pytest.mark.parametrize("role", [one for one in DeskRole if one is not DeskRole.SUPERVISOR])
def test_who_may_not_decide_can_not(desk: Desk, role: DeskRole) -> None:
    ada, other = desk.user("ada"), desk.user("other", role)
    assert Right.DECIDE_CONTACT not in RIGHTS[role]
    number = reporter(desk).number
    asks(ada, number)
    row = queries.one("contact_request_by", number, ada.number)
    assert row is not None
    for answer in ("approve", "refuse"):
        assert other.post(f"/contact-requests/{row[0]}/{answer}/").status_code == 403
    assert other.get("/contact-requests/").status_code == 403
    assert actions(number) == ["contact.requested"]


def test_a_request_takes_a_reason(desk: Desk) -> None:
    ada = desk.user("ada")
    number = reporter(desk).number
    for reason in ("", "because"):
        page = asks(ada, number, reason)
        assert page.status_code == 422
        assert 'href="#contact-reason"' in page.text
        assert 'id="contact-reason"' in page.text
    assert actions(number) == []


def test_a_request_is_made_once(desk: Desk) -> None:
    ada = desk.user("ada")
    number = reporter(desk).number
    asks(ada, number)
    page = asks(ada, number)
    assert page.status_code == 409
    assert "waits or holds already" in page.text
    assert actions(number) == ["contact.requested"]


def test_who_asked_not_to_be_contacted_is_not_reached(desk: Desk) -> None:
    ada = desk.user("ada")
    who = reporter(desk)
    who.stops()
    page = ada.get(f"/reports/{who.number}/")
    assert "nobody can ask to see it" in reaching(page.text)
    assert "Ask to see it" not in page.text
    assert asks(ada, who.number).status_code == 409


def test_whoever_may_see_it_is_told_if_the_reporter_has_asked_since_not_to_be_contacted(
    desk: Desk,
) -> None:
    ada, sue = desk.user("ada"), desk.user("sue", DeskRole.SUPERVISOR)
    who = reporter(desk)
    asks(ada, who.number)
    decide(sue, "approve")
    who.stops()
    words = reaching(ada.get(f"/reports/{who.number}/").text)
    assert "Since you asked, the reporter asked not to be contacted" in words


@pytest.mark.parametrize("wish", list(ContactWish))
def test_how_they_want_to_be_reached_is_said_even_if_nothing_was_left(
    desk: Desk, wish: ContactWish
) -> None:
    ada = desk.user("ada")
    number = reporter(desk, wish, None).number
    words = reaching(ada.get(f"/reports/{number}/").text)
    assert {
        ContactWish.NONE: "stays anonymous",
        ContactWish.BY_CODE: "asked by their code only",
        ContactWish.BY_EMAIL: "No address or number was kept",
        ContactWish.BY_PHONE: "No address or number was kept",
    }[wish] in words
    assert "Ask to see it" not in words
    assert asks(ada, number).status_code == 409


def test_who_left_before_the_end_cannot_be_reached(desk: Desk) -> None:
    number = left_before_the_end(desk)
    assert asks(desk.user("ada"), number).status_code == 409


def test_nothing_is_shown_that_cannot_be_recorded(desk: Desk) -> None:
    ada, sue = desk.user("ada"), desk.user("sue", DeskRole.SUPERVISOR)
    number = reporter(desk).number
    asks(ada, number)
    decide(sue, "approve")
    ada.get("/log-in/")
    desk.writer.fails = True
    page = ada.post_with_token(f"/reports/{number}/contact/")
    assert page.status_code == 503
    assert not any(one in page.text for one in HIDDEN)
    assert "contact.read" not in actions(number)


def test_what_was_changed_or_moved_in_the_database_is_not_shown(desk: Desk) -> None:
    ada, sue = desk.user("ada"), desk.user("sue", DeskRole.SUPERVISOR)
    number = reporter(desk).number
    asks(ada, number)
    decide(sue, "approve")
    report = "(SELECT {} FROM report WHERE report.number = report_id)"
    for key, body in (
        (report.format("sealed_key"), report.format("sealed_body")),
        ("key", "key"),
    ):
        queries.raw_connection().execute(
            f"UPDATE reporter_contact SET key = {key}, body = {body}"  # noqa: S608 - from here
        )
        page = ada.post(f"/reports/{number}/contact/")
        assert page.status_code == 500
        assert "Synthetic" not in page.text
    reads = [one for one in desk.writer.written if isinstance(one, ReadContact)]
    assert len(reads) == 2


def test_what_was_decided_is_told_in_the_history(desk: Desk) -> None:
    ada, sue = desk.user("ada"), desk.user("sue", DeskRole.SUPERVISOR)
    number = reporter(desk).number
    asks(ada, number, "facts_missing")
    decide(sue, "refuse")
    asks(ada, number, "danger")
    decide(sue, "approve")
    ada.post(f"/reports/{number}/contact/")
    words = shown(ada.get(f"/reports/{number}/").text).partition("What happened to it")[2]
    told = " ".join(words.split())
    reached = "how the reporter can be reached"
    assert f"ada asked to see {reached}: a fact is missing" in told
    assert f"ada asked to see {reached}: somebody may be in danger" in told
    assert f"sue did not allow ada to see {reached}" in told
    assert f"sue allowed ada to see {reached}" in told
    assert f"ada saw {reached}" in told
