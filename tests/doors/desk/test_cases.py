"""The pages of cases: opening one from a cluster, what goes in and out, its owner and its end."""

import pytest

from tests.doors.desk.groups import about, cluster
from tests.doors.desk.test_clusters import choose
from tests.doors.desk.wiring import Desk, Page, Person, query_of
from tipline.domain.desk import DeskRole
from tipline.ports.operations import OpenCase
from tipline.stores.cases.reading import DatabaseCaseReader

CASES = DatabaseCaseReader()


def opened(person: Person, reports: list[int]) -> int:
    """Open a case with reports; return its number."""
    page = choose(person, "/cases/open/", reports, which="chosen")
    assert query_of(page) == {"notice": "opened"}
    return int(page.to.split("/")[-2])


def inside(case: int) -> list[int]:
    return [row.report for row in CASES.filed(case, 1_000) if row.removed_at is None]


def test_a_case_is_opened_from_a_cluster(either: Desk) -> None:
    numbers, ada = cluster(either, 4), either.user("ada")
    assert "Open a case with all 4" in ada.get(f"/clusters/{numbers[0]}/").text
    case = opened(ada, numbers[:2])
    text = ada.get(f"/cases/{case}/?notice=opened").text
    assert "The case is open. You are its owner." in text
    assert "New in the same clusters" in text
    assert all(f'href="/desk/reports/{number}/"' in text for number in numbers)
    assert f"of report {numbers[0]}</a>, 4 reports" in text
    assert inside(case) == numbers[:2]
    assert f'href="/desk/cases/{case}/"' in ada.get(f"/clusters/{numbers[0]}/").text
    assert f"put it into case {case}" in ada.get(f"/reports/{numbers[0]}/").text


def test_a_case_is_opened_with_the_whole_cluster(desk: Desk) -> None:
    numbers, ada = cluster(desk, 3), desk.user("ada")
    page = ada.post("/cases/open/", which="all", cluster=str(numbers[2]))
    case = int(page.to.split("/")[-2])
    assert inside(case) == numbers
    assert "New in the same clusters" not in ada.get(f"/cases/{case}/").text


def test_nothing_chosen_opens_no_case(desk: Desk) -> None:
    ada = desk.user("ada")
    page = ada.post("/cases/open/", which="chosen")
    assert page.status_code == 422
    assert "Choose at least one report" in page.text
    mixed = [desk.report(about("a@example.org")), desk.report(is_test=True)]
    page = choose(ada, "/cases/open/", mixed, which="chosen")
    assert page.status_code == 422
    assert "tests and real reports are never in one" in page.text
    assert ada.post("/cases/open/", which="all", cluster="x").status_code == 422
    assert any(isinstance(one, OpenCase) for one in desk.writer.written)
    assert "No case is open" in ada.get("/cases/").text


def test_new_reports_of_the_cluster_are_offered_and_added(desk: Desk) -> None:
    numbers, ada = cluster(desk, 2), desk.user("ada")
    case = opened(ada, numbers)
    assert "New in the same clusters" not in ada.get(f"/cases/{case}/").text
    later = desk.report(about("same@example.org"))
    text = ada.get(f"/cases/{case}/").text
    assert f'value="{later}">Add<span' in text
    page = ada.post(f"/cases/{case}/add/", report=str(later))
    assert query_of(page) == {"notice": "added"}
    assert inside(case) == [*numbers, later]


def test_a_report_is_taken_out_and_that_is_undone(desk: Desk) -> None:
    numbers, ada = cluster(desk, 2), desk.user("ada")
    case = opened(ada, numbers)
    page = ada.post(f"/cases/{case}/remove/", report=str(numbers[0]))
    assert query_of(page) == {"notice": "removed"}
    text = ada.get(f"/cases/{case}/").text
    assert "Undo: put it back" in text
    assert "New in the same clusters" not in text
    assert ada.post(f"/cases/{case}/remove/", report=str(numbers[0])).status_code == 409
    ada.post(f"/cases/{case}/add/", report=str(numbers[0]))
    assert inside(case) == numbers
    told = ada.get(f"/cases/{case}/").text
    assert "took out 1 report<" in told
    assert "put in 2 reports<" in told


@pytest.mark.parametrize("typed", ["", "12x", "999999999999999999", "already"])
def test_what_cannot_be_added_is_said(desk: Desk, typed: str) -> None:
    numbers, ada = cluster(desk, 2), desk.user("ada")
    case = opened(ada, numbers)
    said = str(numbers[0]) if typed == "already" else typed
    page = ada.post(f"/cases/{case}/add/", report=said)
    assert page.status_code == 422
    assert "Choose or enter reports that are at the desk" in page.text


def test_a_case_changes_hands(desk: Desk) -> None:
    numbers, ada, sue = cluster(desk, 2), desk.user("ada"), desk.user("sue", DeskRole.SUPERVISOR)
    op = desk.user("op", DeskRole.OPERATOR)
    case = opened(ada, numbers)

    def owner() -> int | None:
        row = CASES.case(case)
        assert row is not None
        return row.owner

    assert owner() == ada.number
    assert "Give it back" in ada.get(f"/cases/{case}/").text
    assert "Take it on" in sue.get(f"/cases/{case}/").text
    steps: list[tuple[Person, str, int, int | None]] = [
        (sue, str(sue.number), 303, sue.number),
        (sue, str(op.number), 409, sue.number),
        (sue, "999", 409, sue.number),
        (sue, "x", 409, sue.number),
        (sue, str(ada.number), 303, ada.number),
        (ada, "", 303, None),
    ]
    for person, typed, status, expected in steps:
        assert person.post(f"/cases/{case}/give/", owner=typed).status_code == status
        assert owner() == expected
    text = ada.get(f"/cases/{case}/").text
    assert "gave the case to sue" in text
    assert "gave the case back" in text


def test_a_case_is_closed_with_a_reason_and_opened_again(desk: Desk) -> None:
    numbers, ada = cluster(desk, 3), desk.user("ada")
    case = opened(ada, numbers[:2])
    page = ada.post(f"/cases/{case}/close/")
    assert page.status_code == 422
    assert "Choose why you close this case" in page.text
    page = ada.post(f"/cases/{case}/close/", reason="other_case")
    assert query_of(page) == {"notice": "closed"}
    text = ada.get(f"/cases/{case}/").text
    assert "closed the case: in another case" in text
    assert "New in the same clusters" not in text
    assert "Take out" not in text
    assert ada.post(f"/cases/{case}/add/", report=str(numbers[2])).status_code == 409
    assert f"Case {case}<" in ada.get("/cases/?show=closed").text
    assert f"Case {case}<" not in ada.get("/cases/?show=mine").text
    assert query_of(ada.post(f"/cases/{case}/reopen/")) == {"notice": "reopened"}
    assert ada.post(f"/cases/{case}/reopen/").status_code == 409
    assert f"Case {case}<" in ada.get("/cases/?show=mine").text


def test_lists_go_on_page_by_page(desk: Desk) -> None:
    numbers, ada = cluster(desk, 1), desk.user("ada")
    cases = [opened(ada, numbers) for _ in range(27)]
    first = ada.get("/cases/")
    assert f"before={cases[2]}" in first.text
    rest = ada.get(f"/cases/?show=open&before={cases[2]}").text
    assert all(f"Case {case}<" in rest for case in cases[:2])
    assert "First page" in rest
    assert "There is nothing after this" in ada.get(f"/cases/?before={cases[0]}").text
    assert ada.get("/cases/?show=nonsense&before=x").status_code == 200


def test_there_is_no_other_case(desk: Desk) -> None:
    ada = desk.user("ada")
    pages: list[Page] = [
        ada.get("/cases/9/"),
        ada.post("/cases/9/add/", report="1"),
        ada.post("/cases/9/remove/", report="1"),
        ada.post("/cases/9/give/", owner=str(ada.number)),
        ada.post("/cases/9/close/"),
        ada.post("/cases/9/close/", reason="referred"),
        ada.post("/cases/9/reopen/"),
    ]
    for page in pages:
        assert page.status_code == 404
        assert "There is no such case" in page.text
