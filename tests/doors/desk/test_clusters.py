"""The pages of clusters: which there are, what is drawn and told of one, splitting and undoing."""

import re

import pytest

from tests.doors.desk.groups import about, cluster, two_halves
from tests.doors.desk.wiring import Desk, Page, Person, query_of
from tipline.domain.desk import DeskRole, ReportPart, Shelf
from tipline.domain.lifecycle import State
from tipline.domain.linking.decisions import JoinReason, StopReason
from tipline.ports.operations import (
    AddProvider,
    Done,
    JoinReports,
    ReadReport,
    Relink,
    Request,
    StopIdentifier,
)
from tipline.stores import queries

ABOUT_ALL = {"reason": "other_person"}


def choose(person: Person, path: str, reports: list[int], **fields: str) -> Page:
    """Send a form in which several reports are chosen."""
    return person.post(path, report=[str(one) for one in reports], **fields)


def sizes(desk: Desk, *reports: int) -> list[int]:
    found = desk.links.clusters_of(reports)
    return [found[one].size if one in found else 1 for one in reports]


def test_any_report_of_a_cluster_leads_to_it(either: Desk) -> None:
    numbers = cluster(either, 3)
    ada = either.user("ada")
    for number in numbers:
        page = ada.get(f"/clusters/{number}/")
        assert page.status_code == 200
        assert f'<h1 class="govuk-heading-l">Cluster of report {numbers[0]}</h1>' in page.text
    assert all(f'href="/desk/reports/{number}/"' in page.text for number in numbers)
    assert "E-mail address" in page.text
    assert "same@example.org" not in page.text
    assert not any(isinstance(one, ReadReport) for one in either.writer.written)


def test_a_report_that_is_alone_says_so_and_an_unknown_one_is_not_found(desk: Desk) -> None:
    number, ada = desk.report(about("one@example.org")), desk.user("ada")
    assert "This report is in no cluster" in ada.get(f"/clusters/{number}/").text
    assert ada.get("/clusters/999999999999999999/").status_code == 404


def test_the_list_goes_from_the_largest_on(desk: Desk) -> None:
    ada = desk.user("ada")
    assert "No two reports are held together yet" in ada.get("/clusters/").text
    one, two, both = two_halves(desk, 2, 1)
    other = desk.report(about("third@example.org"))
    desk.report(about("third@example.org"))
    text = ada.get("/clusters/").text
    assert text.index(f"Cluster of report {one[0]}<") < text.index(f"Cluster of report {other}<")
    assert f"Cluster of report {two[0]}<" not in text
    assert f"Cluster of report {both}<" not in text
    assert "The largest has 4 of" in text
    rest = ada.get(f"/clusters/?after=4-{one[0]}")
    assert f"Cluster of report {other}<" in rest.text
    assert f"Cluster of report {one[0]}<" not in rest.text
    assert "There is nothing after this" in ada.get("/clusters/?after=1-1").text
    assert ada.get("/clusters/?after=x").status_code == 200


def test_values_are_shown_when_asked_for_and_the_reports_stay_unread(desk: Desk) -> None:
    numbers, ada = cluster(desk, 3), desk.user("ada")
    page = ada.post(f"/clusters/{numbers[1]}/values/")
    assert page.status_code == 200
    for value in ("same@example.org", *(f"own-{place}@example.org" for place in range(3))):
        assert value in page.text
    read = [one for one in desk.writer.written if isinstance(one, ReadReport)]
    assert sorted(one.number for one in read) == numbers
    assert {one.part for one in read} == {ReportPart.IDENTIFIERS}
    assert [item.shelf for item in desk.desk.items(numbers).values()] == [Shelf.UNREAD] * 3
    assert "saw its identifiers beside" in ada.get(f"/reports/{numbers[0]}/").text


def test_no_more_reports_are_opened_for_values_than_the_page_says(desk: Desk) -> None:
    numbers, ada = cluster(desk, 30), desk.user("ada")
    page = ada.post(f"/clusters/{numbers[0]}/values/")
    assert sum(isinstance(one, ReadReport) for one in desk.writer.written) == 20
    assert "not opened" in page.text


def test_a_value_that_came_with_a_supplement_is_read_from_it(desk: Desk) -> None:
    ada, one = desk.user("ada"), desk.report(about("first@example.org"))
    made = AddProvider(name="Example Chat", username="p-1", secret=b"x", is_test=False)
    result = desk.writer.write(Request(operation=made, actor="service:test"))
    assert isinstance(result, Done)
    provider = result.number
    queries.raw_connection().execute("UPDATE report SET provider_id = (SELECT id FROM provider)")
    two = desk.report(about("later@example.org"))
    desk.report(about("later@example.org"), to=one, provider=provider)
    assert sizes(desk, one, two) == [2, 2]
    text = ada.post(f"/clusters/{two}/values/").text
    assert "first@example.org" in text
    assert "later@example.org" in text
    assert "not opened" not in text


def test_a_cluster_is_split_and_that_is_undone(either: Desk) -> None:
    one, two, both = two_halves(either, 3, 3)
    ada = either.user("ada")
    assert sizes(either, one[0]) == [7]
    path = f"/clusters/{one[0]}/"
    page = choose(ada, f"{path}split/", two, reason="recycled")
    assert (page.status_code, page.to) == (303, f"/desk{path}")
    assert query_of(page) == {"notice": "split"}
    assert sizes(either, *one, both, *two) == [4, 4, 4, 4, 3, 3, 3]
    there = ada.get(f"/clusters/{two[1]}/")
    assert "It was given out again to somebody else" in there.text
    part = re.findall(r'name="part" value="(\d+)"', there.text)
    assert len(part) == 1
    undone = ada.post(f"/clusters/{two[1]}/undo/", report=str(two[0]), part=part[0])
    assert query_of(undone) == {"notice": "undone"}
    assert sizes(either, *one, both, *two) == [7] * 7
    again = ada.post(f"/clusters/{two[1]}/undo/", report=str(two[0]), part=part[0])
    assert again.status_code == 409
    assert ada.post(f"/clusters/{two[1]}/undo/", report="x", part="y").status_code == 409


def test_a_split_holds_for_words_too(desk: Desk) -> None:
    ada = desk.user("ada")
    one, other = desk.report(about("a@example.org")), desk.report(about("b@example.org"))
    third = desk.report(about("b@example.org"))
    said = JoinReports(one=one, other=other, reason=JoinReason.SAME_ACTOR, user=ada.number)
    desk.writer.write(Request(operation=said, actor=f"user:{ada.number}"))
    page = ada.get(f"/clusters/{third}/")
    assert "By word" in page.text
    assert choose(ada, f"/clusters/{third}/split/", [one], **ABOUT_ALL).status_code == 303
    assert sizes(desk, one, other, third) == [1, 2, 2]


def test_what_was_chosen_stays_chosen_when_the_reason_is_missing(desk: Desk) -> None:
    numbers, ada = cluster(desk, 3), desk.user("ada")
    page = choose(ada, f"/clusters/{numbers[0]}/split/", numbers[:2])
    assert page.status_code == 422
    assert "Choose why these reports do not belong" in page.text
    assert len(re.findall(r'name="report" type="checkbox" value="\d+" checked', page.text)) == 2


@pytest.mark.parametrize("which", ["none", "all", "others"])
def test_a_cluster_is_not_split_by_choosing_nothing_or_everything(desk: Desk, which: str) -> None:
    numbers, ada = cluster(desk, 3), desk.user("ada")
    elsewhere = desk.report(about("alone@example.org"))
    chosen = {"none": [], "all": numbers, "others": [elsewhere, 7]}[which]
    page = choose(ada, f"/clusters/{numbers[0]}/split/", chosen, **ABOUT_ALL)
    assert page.status_code == 422
    assert "Choose some of the reports, not all" in page.text
    assert sizes(desk, *numbers) == [3, 3, 3]
    assert (
        choose(ada, f"/clusters/{elsewhere}/split/", [elsewhere], **ABOUT_ALL).status_code == 422
    )


def test_what_links_no_more_is_still_told(desk: Desk) -> None:
    numbers, ada = cluster(desk, 3, "other@example.org"), desk.user("ada")
    edges = desk.links.edges_of(numbers[0], 20)
    shared = next(edge for edge in edges if edge.n == 3)
    blinds = desk.links.blinds_of(shared.identifier)
    stop = StopIdentifier(blinds=blinds, kind=1, grade=5, reason=StopReason.OWN)
    assert isinstance(desk.writer.write(Request(operation=stop, actor="test")), Done)
    text = ada.get(f"/clusters/{numbers[0]}/").text
    assert "On the stop list" in text
    assert sizes(desk, *numbers) == [3, 3, 3]


def test_victims_are_told_apart_by_word_and_shape(desk: Desk) -> None:
    one = desk.report(about("x@example.org", victim="v@example.net"))
    desk.report(about("x@example.org", victim="v@example.net"))
    text = desk.user("ada").get(f"/clusters/{one}/").text
    assert "Victim: e-mail address" in text
    assert "<polygon" in text
    assert ">victim</td>" in text


def test_reports_that_are_not_complete_are_told_of_but_not_linked_to(desk: Desk) -> None:
    one = desk.report(about("x@example.org"))
    two = desk.report(about("x@example.org"), state=State.OPEN)
    text = desk.user("ada").get(f"/clusters/{one}/").text
    assert "Not complete yet" in text
    table = text[text.index('id="reports"') :]
    assert f'href="/desk/reports/{two}/"' not in table


def test_a_cluster_beyond_what_can_be_drawn_is_summarised(desk: Desk) -> None:
    numbers = [desk.report(about("same@example.org")) for _ in range(203)]
    ada = desk.user("ada")
    page = ada.get(f"/clusters/{numbers[-1]}/")
    assert "203. This page shows the first 200 of them" in page.text
    assert "203 reports" in page.text
    assert "too large to draw each report" in page.text
    assert page.text.count('type="checkbox"') == 200
    assert choose(ada, f"/clusters/{numbers[0]}/split/", numbers[:1], **ABOUT_ALL).to
    assert "is being worked out anew" in ada.get(f"/clusters/{numbers[0]}/").text
    desk.writer.write(Request(operation=Relink(), actor="service:test"))
    assert "is being worked out anew" not in ada.get(f"/clusters/{numbers[0]}/").text
    assert sizes(desk, numbers[0], numbers[1]) == [1, 202]


def test_the_drawing_obeys_the_policy_of_the_pages(desk: Desk) -> None:
    numbers = cluster(desk, 4)
    text = desk.user("ada").get(f"/clusters/{numbers[0]}/").text
    for drawing in re.findall(r"<svg class=\"tl-drawing.*?</svg>", text, re.DOTALL):
        assert "style=" not in drawing
        assert "<style" not in drawing
        assert "<script" not in drawing


def test_an_operator_sees_no_cluster(desk: Desk) -> None:
    numbers, op = cluster(desk, 2), desk.user("op", DeskRole.OPERATOR)
    for path in ("/clusters/", f"/clusters/{numbers[0]}/", "/cases/"):
        assert op.get(path).status_code == 403
    assert 'href="/desk/clusters/"' not in op.get("/operation/").text
