"""The queue and what is done with reports in it."""

import re
from datetime import timedelta

import pytest

from tests.doors.desk.wiring import Desk, Page, query_of
from tipline.domain.desk import LEASE, CloseReason, DeskRole
from tipline.domain.lifecycle import State
from tipline.services.desk.find_reports import MOST
from tipline.services.desk.list_queue import PAGE

MINUTE = timedelta(minutes=1)


def numbers(page: Page) -> list[int]:
    return [int(found) for found in re.findall(r'href="/desk/reports/(\d+)/"', page.text)]


def counts(page: Page) -> dict[str, int]:
    found = re.findall(r'\?show=(\w+)"[^>]*>[\w ]+ \(([\d,]+)\)', page.text)
    return {name: int(count.replace(",", "")) for name, count in found}


def test_an_empty_desk_says_what_to_do(desk: Desk) -> None:
    ada = desk.user("ada")
    assert "tipline provider add NAME" in ada.get("/").text
    assert "Take it on" in ada.get("/?show=mine").text
    for show in ("all", "closed", "tests"):
        assert "No " in ada.get(f"/?show={show}").text


def test_urgent_reports_come_first_then_the_oldest(desk: Desk) -> None:
    ada = desk.user("ada")
    made = []
    for urgent in (False, True, False, True):
        made.append(desk.report(urgent=urgent))
        desk.clock.wait(MINUTE)
    assert numbers(ada.get("/")) == [made[1], made[3], made[0], made[2]]
    ada.get(f"/reports/{made[0]}/")
    assert numbers(ada.get("/?show=all")) == [made[1], made[3], made[0], made[2]]
    assert numbers(ada.get("/")) == [made[1], made[3], made[2]]


def test_the_alert_is_on_every_page_until_all_urgent_reports_are_read(desk: Desk) -> None:
    ada, oscar = desk.user("ada"), desk.user("oscar", DeskRole.OPERATOR)
    urgent = [desk.report(urgent=True) for _ in range(2)]
    desk.report(urgent=True, is_test=True)
    for person, path in (
        (ada, "/"),
        (ada, "/search/"),
        (ada, "/password/"),
        (oscar, "/operation/"),
    ):
        assert "2 urgent reports are unread" in person.get(path).text
    assert "1 urgent report is unread" in ada.get(f"/reports/{urgent[0]}/").text
    assert "is unread" not in ada.get(f"/reports/{urgent[1]}/").text
    assert "unread:" not in oscar.get("/operation/").text


def test_counts_are_true_and_tests_are_apart(desk: Desk) -> None:
    ada = desk.user("ada")
    made = [desk.report() for _ in range(4)]
    test = desk.report(is_test=True)
    ada.get(f"/reports/{made[0]}/")
    ada.post(f"/reports/{made[1]}/claim/")
    ada.post(f"/reports/{made[2]}/close/", reason="spam")
    page = ada.get("/?show=tests")
    assert counts(page) == {"unread": 2, "mine": 1, "all": 3, "closed": 1, "tests": 1}
    assert numbers(page) == [test]
    assert test not in numbers(ada.get("/?show=all"))
    ada.get(f"/reports/{test}/")
    ada.post(f"/reports/{test}/close/", reason="spam")
    assert counts(ada.get("/"))["closed"] == 1
    assert counts(ada.get("/"))["tests"] == 1


def test_pages_follow_one_another_without_gaps(desk: Desk) -> None:
    ada = desk.user("ada")
    urgent = [desk.report(urgent=True) for _ in range(PAGE + 3)]
    others = [desk.report() for _ in range(PAGE + 3)]
    for show in ("unread", "all"):
        seen: list[int] = []
        path = f"/?show={show}"
        while path:
            page = ada.get(path)
            assert len(numbers(page)) <= PAGE
            seen += numbers(page)
            following = re.search(r'rel="next" href="/desk([^"]+)"', page.text)
            path = following[1].replace("&amp;", "&") if following else ""
        assert seen == urgent + others


def test_closed_reports_come_newest_first_and_page_by_page(desk: Desk) -> None:
    ada = desk.user("ada")
    made = [desk.report(urgent=number % 3 == 0) for number in range(PAGE + 2)]
    for number in made:
        desk.clock.wait(MINUTE / 2)
        ada.post(f"/reports/{number}/close/", reason="spam")
    first = ada.get("/?show=closed")
    following = re.search(r'rel="next" href="/desk([^"]+)"', first.text)
    assert following is not None
    second = ada.get(following[1].replace("&amp;", "&"))
    assert numbers(first) + numbers(second) == made[::-1]


@pytest.mark.parametrize("query", ["show=nonsense", "after=x", "after=9-1-1", "closed=%3Cb%3E"])
def test_nonsense_in_the_address_shows_the_first_page(desk: Desk, query: str) -> None:
    number = desk.report()
    page = desk.user("ada").get(f"/?{query}")
    assert page.status_code == 200
    assert number in numbers(page)


def test_one_person_has_a_report_until_the_lease_ends(desk: Desk) -> None:
    ada, ben = desk.user("ada"), desk.user("ben")
    number = desk.report()
    assert ada.post(f"/reports/{number}/claim/").to == f"/desk/reports/{number}/"
    for action in ("claim", "close"):
        page = ben.post(f"/reports/{number}/{action}/", reason="spam")
        assert page.status_code == 409
        assert "ada has it until 22 Nov 2026, 12:30 UTC" in page.text
    assert ben.post(f"/reports/{number}/release/").status_code == 409
    desk.clock.wait(20 * MINUTE)
    ben.get("/")
    ada.get(f"/reports/{number}/")  # opening renews the lease
    desk.clock.wait(LEASE - MINUTE)
    ben.get("/")
    assert ben.post(f"/reports/{number}/claim/").status_code == 409
    desk.clock.wait(MINUTE)
    assert ben.post(f"/reports/{number}/claim/").status_code == 303
    assert ada.get("/?show=mine").to == "/desk/log-in/"  # idle meanwhile
    assert numbers(ben.get("/?show=mine")) == [number]


def test_a_report_is_given_back_and_can_be_taken_by_another(desk: Desk) -> None:
    ada, ben = desk.user("ada"), desk.user("ben")
    number = desk.report()
    ada.post(f"/reports/{number}/claim/")
    page = ada.post(f"/reports/{number}/release/")
    assert (page.to, query_of(page)) == ("/desk/", {"released": str(number)})
    assert ben.post(f"/reports/{number}/claim/").status_code == 303


def test_a_supervisor_takes_a_report_from_somebody(desk: Desk) -> None:
    ada, sue = desk.user("ada"), desk.user("sue", DeskRole.SUPERVISOR)
    number = desk.report()
    ada.post(f"/reports/{number}/claim/")
    assert "Take it from them" in sue.get(f"/reports/{number}/").text
    assert sue.post(f"/reports/{number}/release/").status_code == 303
    assert sue.post(f"/reports/{number}/claim/").status_code == 303


@pytest.mark.parametrize("reason", list(CloseReason))
def test_closing_takes_a_reason_and_can_be_undone(desk: Desk, reason: CloseReason) -> None:
    ada = desk.user("ada")
    number = desk.report(urgent=True)
    page = ada.post(f"/reports/{number}/close/", reason=reason.value)
    assert query_of(page) == {"closed": str(number)}
    assert "Undo" in ada.get(f"/?closed={number}").text
    assert numbers(ada.get("/?show=closed")) == [number]
    assert ada.post(f"/reports/{number}/close/", reason=reason.value).status_code == 409
    assert ada.post(f"/reports/{number}/claim/").status_code == 409
    assert ada.post(f"/reports/{number}/reopen/").status_code == 303
    assert ada.post(f"/reports/{number}/reopen/").status_code == 409
    assert numbers(ada.get("/?show=all")) == [number]


def test_closing_without_a_reason_says_what_is_missing(desk: Desk) -> None:
    ada = desk.user("ada")
    number = desk.report()
    for fields in ({}, {"reason": "because"}):
        page = ada.post(f"/reports/{number}/close/", **fields)
        assert page.status_code == 422
        assert "Choose why you close this report" in page.text
    assert counts(ada.get("/?show=all"))["all"] == 1


def test_there_is_nothing_to_do_with_a_report_that_is_not_there(desk: Desk) -> None:
    ada = desk.user("ada")
    for action in ("claim", "release", "reopen"):
        assert ada.post(f"/reports/5/{action}/").status_code == 404
    assert ada.post("/reports/5/close/", reason="spam").status_code == 404
    assert ada.get("/reports/5/").status_code == 404


@pytest.mark.parametrize(
    ("text", "kind", "scope"),
    [
        ("shared@example.org", "", ""),
        (" Shared@EXAMPLE.org ", "email", ""),
        ("shared[at]example[.]org", "", ""),
        ("192.0.2.17", "ip", ""),
        ("+1 (202) 555-0117", "phone", ""),
        ("User_17", "screen_name", "example chat"),
        ("id-17", "account", "Example Chat"),
    ],
)
def test_identifiers_are_found_however_they_are_written(
    desk: Desk, text: str, kind: str, scope: str
) -> None:
    ada = desk.user("ada")
    number = desk.report()
    page = ada.post("/search/", text=text, kind=kind, scope=scope)
    assert page.status_code == 200
    assert number in numbers(page)


def captioned(page: Page, words: str) -> list[int]:
    """Return the numbers in the table with these words above it."""
    tables = [text for text in page.text.split("<table") if words in text]
    assert len(tables) <= 1
    return [int(found) for found in re.findall(r'href="/desk/reports/(\d+)/"', "".join(tables))]


def test_no_number_of_tests_hides_a_real_report_from_a_search(either: Desk) -> None:
    ada = either.user("ada")
    real = either.report()
    tests = [either.report(is_test=True) for _ in range(MOST + 1)]
    page = ada.post("/search/", text="shared@example.org", kind="email", scope="")
    assert captioned(page, "Reports with it, newest first") == [real]
    assert captioned(page, "Tests with it, newest first") == tests[:0:-1]
    assert "More tests have it than are shown" in page.text
    assert "More reports have it" not in page.text


def test_what_is_not_at_the_desk_hides_no_report_from_a_search(either: Desk) -> None:
    ada = either.user("ada")
    real = either.report()
    for _ in range(MOST + 1):
        either.report(state=State.OPEN)
    page = ada.post("/search/", text="shared@example.org", kind="email", scope="")
    assert captioned(page, "Reports with it, newest first") == [real]


def test_more_real_reports_than_are_shown_are_told_of(either: Desk) -> None:
    ada = either.user("ada")
    made = [either.report() for _ in range(MOST + 1)]
    page = ada.post("/search/", text="shared@example.org", kind="email", scope="")
    assert captioned(page, "Reports with it, newest first") == made[:0:-1]
    assert "More reports have it than are shown" in page.text


def test_a_search_that_finds_nothing_says_what_was_tried(desk: Desk) -> None:
    desk.report()
    page = desk.user("ada").post("/search/", text="nobody@example.net", kind="", scope="")
    assert "No report has it" in page.text
    assert "e-mail address" in page.text


@pytest.mark.parametrize(("text", "kind"), [("", ""), ("   ", ""), ("no address", "email")])
def test_what_cannot_be_searched_for_is_explained_and_kept(
    desk: Desk, text: str, kind: str
) -> None:
    page = desk.user("ada").post("/search/", text=text, kind=kind, scope="Example Chat")
    assert page.status_code == 422
    assert "Nothing was looked up" in page.text
    assert 'value="Example Chat"' in page.text


def test_a_search_is_recorded_without_what_was_searched_for(desk: Desk) -> None:
    ada = desk.user("ada")
    ada.post("/search/", text="shared@example.org", kind="email", scope="")
    from tipline.stores import queries  # noqa: PLC0415

    (found,) = queries.rows("audit_lines_of", f"user:{ada.number}")[-1:]
    line = bytes(found[1])
    assert b'"identifier.searched"' in line
    assert b'"email"' in line
    assert b"shared" not in line


def test_the_operation_page_has_people_and_services_and_no_facts(desk: Desk) -> None:
    oscar = desk.user("oscar", DeskRole.OPERATOR)
    desk.admit("new-one")
    desk.report()
    text = oscar.get("/operation/").text
    assert "has not come in yet" in text
    assert "No service can file reports yet" in text
    assert "shared@example.org" not in text
