"""What people decide about links at the desk, what is said then, and how it is undone."""

import html
import re
from datetime import timedelta

import pytest

from tests.doors.desk.test_links import MAIL, PHONE, cluster, edge, held, panel, reported, tables
from tests.doors.desk.test_report_page import audit, shown
from tests.doors.desk.wiring import Desk, Person, query_of
from tipline.domain.desk import DeskRole
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.decisions import ApartReason
from tipline.ports.linking import ClusterRow
from tipline.ports.operations import Request, SetApart
from tipline.stores import queries

_MINUTE = timedelta(minutes=1)


def test_a_link_is_confirmed_and_that_is_undone(either: Desk) -> None:
    number = either.report(reported(mail="some.one@gmail.com"))
    other = either.report(reported(mail="someone@gmail.com"))
    ada = either.user("ada")
    page = ada.post(
        f"/reports/{number}/links/join/", other=str(other), listed="1", reason="same_actor"
    )
    assert (page.status_code, page.to) == (303, f"/desk/reports/{number}/")
    assert query_of(page) == {"done": "joined#links"}
    words = panel(ada.get(f"/reports/{number}/?done=joined"))
    assert "The two reports are joined by your word." in words
    assert "A person confirmed that the two belong together." in words
    assert f"Belongs with report {other} The same person is behind both ada" in words
    assert cluster(either, number) == ClusterRow(first=number, size=2)
    assert "They belong together: why?" not in words
    page = ada.post(f"/reports/{number}/links/undo/", other=str(other))
    assert query_of(page) == {"done": "undone#links"}
    assert cluster(either, number) is None
    assert "Belongs with report" not in panel(ada.get(f"/reports/{number}/"))


def test_a_link_is_added_by_number(desk: Desk) -> None:
    number, other = desk.report(reported(name="a_17")), desk.report(reported(name="b_18"))
    ada = desk.user("ada")
    asked = {"other": f" {other} ", "reason": "told_by_others"}
    assert ada.post(f"/reports/{number}/links/join/", **asked).status_code == 303
    words = panel(ada.get(f"/reports/{number}/"))
    assert "A person joined the two by their own word." in words
    history = shown(ada.get(f"/reports/{other}/").text).partition("What happened to it")[2]
    assert "joined it with another report: others told us" in history


@pytest.mark.parametrize(
    ("typed", "reason", "words"),
    [
        ("", "same_actor", "Enter the number of the other report, digits only."),
        ("17 or 18", "same_actor", "Enter the number of the other report, digits only."),
        ("1" * 19, "same_actor", "Enter the number of the other report, digits only."),
        ("{other}", "", "Choose why."),
        ("{other}", "nonsense", "Choose why."),
        ("{number}", "same_actor", "This is the report you are on. Enter another one."),
        ("17", "same_actor", "There is no report 17 that this one can be joined with."),
        ("{test}", "same_actor", "and tests with real ones, are never joined."),
        ("{supplement}", "same_actor", "was added to report {other}: enter that number."),
    ],
)
def test_what_is_wrong_with_an_added_link_is_said_and_nothing_typed_is_lost(
    desk: Desk, typed: str, reason: str, words: str
) -> None:
    queries.run("insert_provider", "Example Chat", "p-1", b"x", False, 0)
    row = queries.one("provider_by_username", "p-1")
    assert row is not None
    number, other = desk.report(reported(name="a_17")), desk.report(reported(name="b_18"))
    queries.raw_connection().execute("UPDATE report SET provider_id = (SELECT id FROM provider)")
    numbers = {
        "number": number,
        "other": other,
        "test": desk.report(is_test=True),
        "supplement": desk.report(reported(name="c_19"), to=other, provider=row[0]),
    }
    typed, words = typed.format(**numbers), words.format(**numbers)
    ada = desk.user("ada")
    page = ada.post(f"/reports/{number}/links/join/", other=typed, reason=reason)
    assert page.status_code in {409, 422}
    assert words in shown(page.text)
    assert "<title>Error: Report" in page.text
    assert f'value="{html.escape(typed)}"' in page.text or not typed
    if reason == "same_actor":
        assert '<option value="same_actor" selected>' in page.text
    field = re.search(r'href="#(link-\w+)"', page.text)
    assert field is not None
    assert f'id="{field[1]}"' in page.text
    assert cluster(desk, number) is None


def test_a_choice_that_was_not_made_is_asked_for_where_it_is(desk: Desk) -> None:
    number, other = desk.report(reported(mail=MAIL)), desk.report(reported(mail=MAIL))
    sue = desk.user("sue", DeskRole.SUPERVISOR)
    by = edge(desk, number).identifier
    for address, fields, field in (
        ("join", {"other": str(other), "listed": "1"}, f"join-{other}"),
        ("refuse", {"other": str(other)}, f"refuse-{other}"),
        ("apart", {"identifier": str(by)}, f"apart-{by}"),
        ("stop", {"identifier": str(by)}, f"stop-{by}"),
    ):
        page = sue.post(f"/reports/{number}/links/{address}/", **fields)
        assert page.status_code == 422
        assert f'href="#{field}"' in page.text
        assert f'id="{field}-error"' in page.text
        opened = page.text[: page.text.index(f'id="{field}"')].rpartition("<details")[2]
        assert " open" in opened.partition(">")[0]
    assert cluster(desk, number) is not None


def test_a_suggestion_is_refused_and_that_is_undone(either: Desk) -> None:
    number = either.report(reported(mail="some.one@gmail.com"))
    other = either.report(reported(mail="someone@gmail.com"))
    ada = either.user("ada")
    assert "Not related" in panel(ada.get(f"/reports/{number}/"))
    page = ada.post(f"/reports/{number}/links/refuse/", other=str(other), reason="not_related")
    assert query_of(page) == {"done": "refused#links"}
    words = panel(ada.get(f"/reports/{other}/?done=refused"))
    assert "The reports are kept apart. That can be taken back." in words
    assert "Reports linked with this one" not in words
    assert f"Does not belong with report {number} The reports have nothing" in words
    ada.post(f"/reports/{other}/links/undo/", other=str(number))
    assert "Reports linked with this one" in panel(ada.get(f"/reports/{number}/"))


def test_a_report_is_kept_apart_from_what_joins_it_and_that_is_undone(either: Desk) -> None:
    first, other = either.report(reported(mail=MAIL)), either.report(reported(mail=MAIL))
    number = either.report(reported(mail=MAIL, phone=PHONE))
    ada = either.user("ada")
    page = ada.get(f"/reports/{number}/")
    assert "kept apart from all others, too" in panel(page)
    page = ada.post(f"/reports/{number}/links/refuse/", other=str(first), reason="recycled")
    assert page.status_code == 303
    assert cluster(either, number) is None
    assert cluster(either, other) == ClusterRow(first=first, size=2)
    page = ada.get(f"/reports/{number}/")
    words = panel(page)
    assert (
        f"Kept apart from the others with E-mail address: {MAIL} It was given out again" in words
    )
    assert "This report is kept apart" in words
    assert "Kept apart" in panel(ada.get(f"/reports/{first}/"))
    history = shown(page.text).partition("What happened to it")[2]
    assert "kept it apart from reports that share something with it: it was given out" in history
    part = re.search(r'name="part" value="(\d+)"', page.text)
    assert part is not None
    assert ada.post(f"/reports/{number}/links/undo/", part=part[1]).status_code == 303
    assert cluster(either, number) == ClusterRow(first=first, size=3)
    again = ada.post(f"/reports/{number}/links/undo/", part=part[1])
    assert again.status_code == 409
    assert "This cannot be done any more" in again.text


def test_a_report_is_kept_apart_by_one_identifier(desk: Desk) -> None:
    first = desk.report(reported(mail=MAIL, phone=PHONE))
    number = desk.report(reported(mail=MAIL, phone=PHONE))
    ada = desk.user("ada")
    phone = edge(desk, number, IdentifierKind.PHONE).identifier
    page = ada.post(f"/reports/{number}/links/apart/", identifier=str(phone), reason="recycled")
    assert query_of(page) == {"done": "apart#links"}
    assert cluster(desk, number) == ClusterRow(first=first, size=2)
    words = panel(ada.get(f"/reports/{number}/?done=apart"))
    assert "This report is kept apart. You can take that back below." in words


def test_undoing_a_split_lets_all_of_it_join_again(desk: Desk) -> None:
    numbers = [desk.report(reported(mail=MAIL, name=f"user_{n}")) for n in range(4)]
    ada = desk.user("ada")
    desk.writer.write(_split(desk, numbers[2:], ada))
    assert cluster(desk, numbers[0]) == ClusterRow(first=numbers[0], size=2)
    page = ada.get(f"/reports/{numbers[3]}/")
    part = re.search(r'name="part" value="(\d+)"', page.text)
    assert part is not None
    ada.post(f"/reports/{numbers[3]}/links/undo/", part=part[1])
    assert cluster(desk, numbers[0]) == ClusterRow(first=numbers[0], size=4)


def _split(desk: Desk, numbers: list[int], ada: Person) -> Request:
    operation = SetApart(
        reports=tuple(numbers),
        identifiers=(edge(desk, numbers[0]).identifier,),
        reason=ApartReason.SHARED,
        user=ada.number,
    )
    return Request(operation=operation, actor=f"user:{ada.number}")


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("refuse", {"other": "x", "reason": "mistyped"}),
        ("refuse", {"other": "17", "reason": "mistyped"}),
        ("apart", {"identifier": "x", "reason": "mistyped"}),
        ("apart", {"identifier": "170000", "reason": "mistyped"}),
        ("undo", {}),
        ("undo", {"other": "17"}),
        ("undo", {"part": "17"}),
        ("stop", {"identifier": "170000", "reason": "own"}),
    ],
)
def test_what_does_not_hold_any_more_changes_nothing(
    desk: Desk, address: str, fields: dict[str, str]
) -> None:
    number = desk.report(reported(mail=MAIL))
    page = desk.user("sue", DeskRole.SUPERVISOR).post(
        f"/reports/{number}/links/{address}/", **fields
    )
    assert page.status_code == 409
    assert "Its links were changed meanwhile." in page.text
    page = desk.user("ada").post("/reports/17/links/undo/")
    assert page.status_code == 404


def test_an_identifier_is_stopped_shown_on_the_list_and_taken_off(either: Desk) -> None:
    numbers = [either.report(reported(mail=MAIL)) for _ in range(2)]
    ada, sue = either.user("ada"), either.user("sue", DeskRole.SUPERVISOR)
    number, by = numbers[0], str(edge(either, numbers[0]).identifier)
    address = f"/reports/{number}/links/stop/"
    assert "Put it on the stop list" not in ada.get(f"/reports/{number}/").text
    assert ada.post(address, identifier=by, reason="own").status_code == 403
    assert "Put it on the stop list" in sue.get(f"/reports/{number}/").text
    page = sue.post(address, identifier=by, reason="shared_service")
    assert query_of(page) == {"done": "stopped#links"}
    assert cluster(either, number) is None
    words = panel(ada.get(f"/reports/{number}/"))
    assert f"E-mail address: {MAIL} On the stop list See the stop list" in words
    assert sue.post(address, identifier=by, reason="own").status_code == 409
    page = ada.get("/stop-list/")
    (entries,) = tables(page).values()
    assert f"E-mail address: {MAIL} 2 reports It is a service's address" in entries
    assert "Take it off" not in page.text
    assert "A supervisor can change the list." in page.text
    assert ada.post("/stop-list/remove/", identifier=by).status_code == 403
    assert "Take it off" in sue.get("/stop-list/").text
    page = sue.post("/stop-list/remove/", identifier=by)
    assert (page.to, query_of(page)) == ("/desk/stop-list/", {"done": "unstopped"})
    assert "off the stop list" in sue.get("/stop-list/?done=unstopped").text
    assert "Nothing is on the list." in sue.get("/stop-list/").text
    assert cluster(either, number) == ClusterRow(first=number, size=2)
    for typed in (by, "x"):
        assert sue.post("/stop-list/remove/", identifier=typed).status_code == 409


def test_who_looks_at_the_stop_list_is_recorded_before_anything_is_opened(desk: Desk) -> None:
    number = desk.report(reported(mail=MAIL))
    sue = desk.user("sue", DeskRole.SUPERVISOR)
    by = str(edge(desk, number).identifier)
    sue.post(f"/reports/{number}/links/stop/", identifier=by, reason="own")
    sue.get("/stop-list/")
    lines = [bytes(line) for _, line in queries.rows("audit_lines_of", f"user:{sue.number}")]
    assert any(b"stop_list" in line for line in lines)
    desk.writer.fails = True
    page = sue.get("/stop-list/")
    assert page.status_code == 503
    assert MAIL not in page.text


def test_a_merge_that_waits_is_shown_and_approved_by_a_supervisor(either: Desk) -> None:
    number, by = held(either)
    ada, sue = either.user("ada"), either.user("sue", DeskRole.SUPERVISOR)
    page = ada.get(f"/reports/{number}/")
    words = panel(page)
    assert "A merge waits for a person since 22 Nov 2026" in words
    assert "this report (in a cluster of 3) and the others (a cluster of 2)" in words
    assert f"Phone number: {PHONE}" in words
    assert "Not joined: waits for a person" in words
    assert "A supervisor can approve it" in words
    assert "Approve the merge" not in page.text
    other = either.links.met(by, 5)[-1].report
    assert f"report {number} (in a cluster of 3)" in panel(ada.get(f"/reports/{other}/"))
    address = f"/held-merges/{number}/approve/"
    assert ada.post(address, identifier=str(by)).status_code == 403
    assert "Approve the merge" in sue.get(f"/reports/{number}/").text
    page = sue.post(address, identifier=str(by), page=str(number))
    assert page.to == f"/desk/reports/{number}/"
    size = cluster(either, number)
    assert size is not None
    assert size.size == 5
    assert sue.post(address, identifier=str(by)).status_code == 409
    assert "A merge waits" not in panel(sue.get(f"/reports/{number}/?done=approved"))


def test_a_merge_that_waits_is_kept_apart_by_whoever_reads(either: Desk) -> None:
    number, by = held(either)
    ada = either.user("ada")
    address, asked = f"/held-merges/{number}/refuse/", {"identifier": str(by)}
    page = ada.post(address, page=str(number), **asked)
    assert page.status_code == 422
    assert f'id="held-{number}-{by}-error"' in page.text
    page = ada.post(address, page=str(number), reason="recycled", **asked)
    assert query_of(page) == {"done": "refused#links"}
    words = panel(ada.get(f"/reports/{number}/"))
    assert "A merge waits" not in words
    assert "Kept apart from the others with Phone number" in words
    assert ada.post(address, reason="recycled", **asked).status_code == 409
    assert either.links.health().held == 0


def test_the_list_of_merges_that_wait(either: Desk) -> None:
    ada, sue = either.user("ada"), either.user("sue", DeskRole.SUPERVISOR)
    page = ada.get("/held-merges/")
    assert "No merge waits." in page.text
    assert "Merges (0)" in page.text
    assert "There is nothing after this." in ada.get("/held-merges/?after=9-9").text
    number, by = held(either)
    page = ada.get("/held-merges/?after=nonsense")
    (words,) = tables(page).values()
    assert f"{number} its own: a cluster of 3 reports the other: a cluster of 2 reports" in words
    assert "Phone number" in words
    assert PHONE not in page.text
    assert "Approve<" not in page.text
    assert "Approve<" in sue.get("/held-merges/").text
    assert "Merges (1)" in ada.get("/").text
    address = f"/held-merges/{number}/refuse/"
    page = ada.post(address, identifier=str(by))
    assert page.status_code == 422
    assert f'id="held-{number}-{by}-error"' in page.text
    for one in ("approve", "refuse"):
        page = sue.post(f"/held-merges/{number}/{one}/", identifier="x", reason="own")
        assert page.status_code == 409
    page = ada.post(address, identifier=str(by), reason="other_person")
    assert (page.to, query_of(page)) == ("/desk/held-merges/", {"done": "refused"})
    assert "No merge waits." in ada.get("/held-merges/").text


def test_merges_that_wait_are_paged(desk: Desk) -> None:
    number, by = held(desk)
    for extra in range(27):
        desk.clock.wait(_MINUTE)
        at = int(desk.clock.moment.timestamp() * 1_000_000)
        queries.run("set_apart", by, number + 100 + extra, -1, 1, "held", None, at)
    ada = desk.user("ada")
    page = ada.get("/held-merges/")
    found = re.search(r"\?after=([\d-]+)", page.text)
    assert found is not None
    assert page.text.count("/refuse/") == 25
    rest = ada.get(f"/held-merges/?after={found[1]}")
    assert rest.text.count("/refuse/") == 3
    assert "First page" in rest.text
    assert "Next page" not in rest.text


def test_no_fact_stands_in_an_address_a_title_or_the_log(desk: Desk) -> None:
    number, other = (desk.report(reported(mail=MAIL)) for _ in range(2))
    sue = desk.user("sue", DeskRole.SUPERVISOR)
    by = str(edge(desk, number).identifier)
    sue.post(f"/reports/{number}/links/join/", other=str(other), reason="same_actor")
    sue.post(f"/reports/{number}/links/apart/", identifier=by, reason="shared")
    sue.post(f"/reports/{number}/links/stop/", identifier=by, reason="own")
    for path in (f"/reports/{number}/", "/stop-list/", "/held-merges/"):
        page = sue.get(path)
        for link in re.findall(r'(?:href|src|action)="([^"]*)"', page.text):
            assert "example" not in link
        assert "example" not in page.text.partition("</title>")[0]
    lines = b"\n".join(bytes(line) for _, line in queries.rows("audit_lines", 0, 1_000))
    assert b"user17" not in lines
    assert audit(number)
