"""The pages of referrals: the list, one referral, and what can be done with it."""

import io
import re
import zipfile
from datetime import timedelta

import pytest

from tests.doors.desk.agencies import A, B
from tests.doors.desk.referring import answered, case_of, chosen, ended, package, released
from tests.doors.desk.wiring import Desk, Person, query_of
from tipline.domain.desk import DeskRole
from tipline.domain.referrals.states import AnswerKind, DeliveryState, DeliveryStep, OutcomeCode
from tipline.ports.operations import PickUp, ReadPackage

ALERT = 'aria-label="Referrals"'


def one_of(desk: Desk, person: Person) -> int:
    return case_of(desk, person, desk.report())


def row_of(text: str, referral: int) -> str:
    """Return the line of a referral in the list."""
    found = re.search(rf"<tr[^>]*>(?:(?!</tr>).)*Referral {referral}<.*?</tr>", text, re.DOTALL)
    assert found is not None
    return found[0]


def test_nothing_is_there_yet_and_each_list_says_so(desk: Desk) -> None:
    ada = desk.user("ada")
    words = {
        "waiting": "Nothing waits to leave",
        "overdue": "Nothing is overdue",
        "unknown": "No delivery needs a person",
        "answered": "No agency has answered yet",
        "all": "Nothing was referred yet",
        "nonsense": "Nothing waits to leave",
    }
    for show, said in words.items():
        assert said in ada.get(f"/referrals/?show={show}").text
    assert "There is nothing after this" in ada.get("/referrals/?show=all&after=1").text
    assert ada.get("/referrals/?show=waiting&after=x").status_code == 200


def test_what_waits_is_listed_until_it_is_downloaded(either: Desk) -> None:
    ada = either.user("ada")
    case = one_of(either, ada)
    number = released(either, ada, case, A)
    line = row_of(ada.get("/referrals/").text, number)
    assert A.name in line
    assert "Waits for you" in line
    assert "Overdue" not in line
    page = ada.get(f"/referrals/{number}/")
    assert "Download the package" in page.text
    got = ada.post(
        f"/referrals/{number}/download/", version="1", **{"as": "pick_up", "form": "zip"}
    )
    assert got.status_code == 200
    assert f"Referral {number}<" not in ada.get("/referrals/").text
    assert "Downloaded" in ada.get(f"/referrals/{number}/").text
    assert "Delivered" in row_of(ada.get("/referrals/?show=all").text, number)


def test_the_package_is_given_as_it_was_released(desk: Desk) -> None:
    ada = desk.user("ada")
    number = released(desk, ada, one_of(desk, ada), A)
    page = ada.post(f"/referrals/{number}/download/", version="1", form="zip")
    assert page.content == package("1")
    assert page.headers["content-type"] == "application/zip"
    assert page.headers["cache-control"] == "no-store"
    wanted = f'attachment; filename="referral-{number}-v1.zip"'
    assert page.headers["content-disposition"] == wanted
    page = ada.post(f"/referrals/{number}/download/", version="1", form="print")
    assert page.headers["content-type"] == "application/pdf"
    assert page.content == zipfile.ZipFile(io.BytesIO(package("1"))).read("print.pdf")
    assert ada.get("/").status_code == 200
    looks = [type(one) for one in desk.writer.written].count(ReadPackage)
    assert looks == 2
    assert not any(isinstance(one, PickUp) for one in desk.writer.written)
    assert "looked at version 1" in ada.get(f"/referrals/{number}/").text


def test_a_print_in_parts_comes_together(desk: Desk) -> None:
    ada = desk.user("ada")
    number = released(desk, ada, one_of(desk, ada), A, parts=3)
    page = ada.post(f"/referrals/{number}/download/", version="1", form="print")
    wanted = f'attachment; filename="referral-{number}-v1-print.zip"'
    assert page.headers["content-disposition"] == wanted
    names = zipfile.ZipFile(io.BytesIO(page.content)).namelist()
    assert sorted(names) == ["print-2.pdf", "print-3.pdf", "print.pdf"]


def test_what_is_too_old_alerts_on_every_page_until_it_is_settled(either: Desk) -> None:
    ada, op = either.user("ada"), either.user("op", DeskRole.OPERATOR)
    number = released(either, ada, one_of(either, ada), A, urgent=True)
    for _ in range(8):
        either.clock.wait(timedelta(minutes=29))
        assert ada.get("/").status_code == op.get("/operation/").status_code == 200
    assert ALERT not in ada.get("/").text
    either.clock.wait(timedelta(minutes=10))
    for person, path in ((ada, "/"), (ada, "/search/"), (ada, "/cases/"), (op, "/operation/")):
        text = person.get(path).text
        assert ALERT in text
        assert "1 referral needs somebody" in text
    assert 'href="/desk/referrals/?show=overdue"' not in op.get("/operation/").text
    assert "Overdue" in row_of(ada.get("/referrals/?show=overdue").text, number)
    ada.post(f"/referrals/{number}/download/", version="1", **{"as": "pick_up"})
    assert ALERT not in ada.get("/").text


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("arrived", DeliveryState.SENT),
        ("again", DeliveryState.WAITING),
        ("by_hand", DeliveryState.FOR_PICKUP),
    ],
)
def test_a_person_settles_what_nobody_knows(desk: Desk, word: str, state: DeliveryState) -> None:
    ada = desk.user("ada")
    number = released(desk, ada, one_of(desk, ada), B)
    ended(desk, DeliveryStep.UNKNOWN, "broke_off")
    assert ALERT in ada.get("/").text
    assert "Nobody knows whether it left" in row_of(
        ada.get("/referrals/?show=unknown").text, number
    )
    text = ada.get(f"/referrals/{number}/").text
    assert "the connection ended before the answer" in text
    page = ada.post(f"/referrals/{number}/resolve/", version="1", resolution=word)
    assert query_of(page) == {"notice": word}
    version = desk.referrals.version(number, 1)
    assert version is not None
    assert version.delivery.state is state
    still_to_do = state is DeliveryState.FOR_PICKUP
    assert (ALERT in ada.get("/").text) is still_to_do
    page = ada.post(f"/referrals/{number}/resolve/", version="1", resolution="again")
    assert page.status_code == 409


def test_answers_are_shown_and_what_was_written_is_asked_for(desk: Desk) -> None:
    ada = desk.user("ada")
    number = released(desk, ada, one_of(desk, ada), A)
    answered(desk, number, AnswerKind.ACKNOWLEDGED)
    answered(desk, number, AnswerKind.REDIRECTED, to=B.id, note="Synthetic <b>note</b> 5.")
    answered(desk, number, AnswerKind.OUTCOME, outcome=OutcomeCode.CHILD_SAFE)
    text = ada.get(f"/referrals/{number}/").text
    for said in (
        "Acknowledged: they have it",
        f"not their jurisdiction: {B.name}",
        "Outcome: the child is safe",
        "A note, not shown",
        "Refer it to the agency they named",
        f"{A.name}</td><td class",
    ):
        assert said in text
    assert "Synthetic" not in text
    shown = ada.post(f"/referrals/{number}/notes/").text
    assert "Synthetic &lt;b&gt;note&lt;/b&gt; 5." in shown
    assert isinstance(desk.writer.written[-1], ReadPackage)
    listed = ada.get("/referrals/?show=answered").text
    assert "Outcome: the child is safe" in row_of(listed, number)
    assert "Synthetic" not in listed


def test_a_newer_version_shows_its_changes(desk: Desk) -> None:
    ada = desk.user("ada")
    case = one_of(desk, ada)
    number = released(desk, ada, case, A)
    assert "The case has changed" not in ada.get(f"/referrals/{number}/").text
    ada.post(f"/cases/{case}/add/", report=str(desk.report()))
    text = ada.get(f"/referrals/{number}/").text
    assert "The case has changed since version 1" in text
    assert "1 report more" in text
    released(desk, ada, case, A, referral=number)
    text = ada.get(f"/referrals/{number}/").text
    assert "The case has changed" not in text
    assert "Stopped" in text
    page = ada.post(f"/referrals/{number}/changes/", version="2")
    assert "Reported person or account 1: e-mail 2, address" in page.text
    assert "Changed" in page.text


def test_a_referral_is_withdrawn_with_a_reason(desk: Desk) -> None:
    ada = desk.user("ada")
    number = released(desk, ada, one_of(desk, ada), A)
    page = ada.post(f"/referrals/{number}/withdraw/")
    assert page.status_code == 422
    assert "Choose why you withdraw it" in page.text
    page = ada.post(f"/referrals/{number}/withdraw/", reason="facts_wrong")
    assert query_of(page) == {"notice": "withdrawn"}
    text = ada.get(f"/referrals/{number}/?notice=withdrawn").text
    assert "Withdrawn: facts are wrong" in text
    assert "Its link answers nothing more" in text
    assert "Prepare version" not in text
    assert "Withdraw the referral" not in text
    page = ada.post(f"/referrals/{number}/withdraw/", reason="mistake")
    assert page.status_code == 409
    assert "Nothing waits" in ada.get("/referrals/").text


def test_the_link_of_a_version_is_ended(desk: Desk) -> None:
    ada = desk.user("ada")
    number = released(desk, ada, one_of(desk, ada), A)
    assert query_of(ada.post(f"/referrals/{number}/revoke/", version="1")) == {"notice": "revoked"}
    assert "Its link answers nothing more" in ada.get(f"/referrals/{number}/").text
    assert ada.post(f"/referrals/{number}/revoke/", version="1").status_code == 409


def test_an_agency_that_is_gone_goes_by_its_id(desk: Desk) -> None:
    ada = desk.user("ada")
    number = chosen(desk, ada, one_of(desk, ada), A)
    desk.agencies = type(desk.agencies)(())
    text = ada.get(f"/referrals/{number}/").text
    assert "agency-a" in text
    assert "no record of it any more" in text
    assert "No version was released" in text
    assert "Not released" in row_of(ada.get("/referrals/?show=all").text, number)


@pytest.mark.parametrize("action", ["download", "changes", "resolve", "revoke", "withdraw"])
def test_there_is_no_other_referral_and_no_other_version(desk: Desk, action: str) -> None:
    ada = desk.user("ada")
    fields = {"version": "1", "reason": "mistake", "resolution": "again"}
    page = ada.post(f"/referrals/9/{action}/", **fields)
    assert page.status_code == 404
    assert "There is no such referral" in page.text
    number = chosen(desk, ada, one_of(desk, ada), A)
    if action == "withdraw":
        return
    for version in ("1", "0", "-1", "x", "", "99999"):
        page = ada.post(f"/referrals/{number}/{action}/", **(fields | {"version": version}))
        assert page.status_code == 409


def test_lists_go_on_page_by_page(desk: Desk) -> None:
    ada = desk.user("ada")
    numbers = [released(desk, ada, one_of(desk, ada), A) for _ in range(27)]
    for show in ("waiting", "all"):
        first = ada.get(f"/referrals/?show={show}").text
        found = re.search(rf'\?show={show}&amp;after=([0-9-]+)"', first)
        assert found is not None
        rest = ada.get(f"/referrals/?show={show}&after={found[1]}").text
        assert sum(f"Referral {one}<" in first for one in numbers) == 25
        assert sum(f"Referral {one}<" in rest for one in numbers) == 2
        assert "First page" in rest
