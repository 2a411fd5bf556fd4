"""Links on the desk's pages: what is shown of them, what is decided, and how that is undone."""

import html
import re
from datetime import timedelta

from tests.doors.desk.test_report_page import shown
from tests.doors.desk.wiring import Desk, Page
from tipline.domain import report as r
from tipline.domain.desk import DeskRole
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.lifecycle import State
from tipline.domain.linking.cuts import MergeLimits
from tipline.domain.linking.decisions import ApartReason, JoinReason, StopReason
from tipline.domain.linking.in_force import LinkingRules, encode_rules
from tipline.domain.linking.links import Strength
from tipline.domain.sightings import Role
from tipline.domain.timestamp import Timestamp
from tipline.doors.desk.links import wording
from tipline.doors.desk.links.panel import SHOWN
from tipline.ports.linking import ClusterRow, EdgeRow
from tipline.ports.operations import Request, SetLinkRules
from tipline.stores import queries

MAIL = "user17@example.net"
PHONE = "+1 202 555 0117"
_AT = Timestamp("2026-11-22T11:00:00Z")
_DAY = timedelta(days=1)


def reported(mail: str = "", phone: str = "", name: str = "", ip: str = "") -> r.Report:
    """Return a report about somebody with these."""
    person = r.Person(
        emails=(r.Email(address=mail),) if mail else (),
        phones=(r.Phone(number=phone),) if phone else (),
    )
    events = (r.IpEvent(address=ip, at=_AT, port=51_217),) if ip else ()
    return r.Report(
        summary=r.Summary(platform="Example Chat"),
        reported=(r.Reported(person=person, screen_name=name or None, ip_events=events),),
    )


def suffered(mail: str) -> r.Report:
    """Return a report about somebody who suffered."""
    return r.Report(victims=(r.Victim(person=r.Person(emails=(r.Email(address=mail),))),))


def panel(page: Page) -> str:
    """Return what a page says of links."""
    words = shown(page.text).rpartition("Linked reports ")[2].partition("Which facts are there")[0]
    return re.sub(r"\s+", " ", words)


def tables(page: Page) -> dict[str, str]:
    """Return the words of each table by its caption."""
    found = re.findall(r"<caption[^>]*>(.*?)</caption>(.*?)</table>", page.text, re.DOTALL)
    return {
        caption: re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))
        for caption, body in found
    }


def edge(desk: Desk, number: int, kind: IdentifierKind = IdentifierKind.EMAIL) -> EdgeRow:
    return next(one for one in desk.links.edges_of(number, 100) if one.kind is kind)


def cluster(desk: Desk, number: int) -> ClusterRow | None:
    return desk.links.clusters_of([number]).get(number)


def limit(desk: Desk, **limits: int) -> None:
    """Make merges wait, or identifiers too common, early."""
    rules = LinkingRules(limits=MergeLimits(**limits))
    desk.writer.write(Request(operation=SetLinkRules(rules=encode_rules(rules)), actor="test"))


def cut(desk: Desk, kind: IdentifierKind, most: int) -> None:
    rules = encode_rules(LinkingRules(cuts={kind: most}))
    desk.writer.write(Request(operation=SetLinkRules(rules=rules), actor="test"))


def held(desk: Desk, phone: str = PHONE) -> tuple[int, int]:
    """Let a merge of two pairs wait; return the report and the identifier it rests on."""
    limit(desk, largest=3)
    for mail in ("a@example.org", "a@example.org", "b@example.org"):
        desk.report(reported(mail=mail))
    desk.report(reported(mail="b@example.org", phone=phone))
    number = desk.report(reported(mail="a@example.org", phone=phone))
    (row,) = desk.links.held((-1, -1), 10)
    assert row.report == number
    return row.report, row.identifier


def test_a_report_that_is_linked_with_none_says_so(desk: Desk) -> None:
    number = desk.report(reported(mail=MAIL))
    page = desk.user("ada").get(f"/reports/{number}/")
    assert "No other report shares anything with this one" in panel(page)
    assert "Reports linked with this one" not in page.text
    assert "Add a link by number" in panel(page)


def test_linked_reports_are_shown_with_strength_reason_value_and_time(either: Desk) -> None:
    first = either.report(reported(mail=MAIL, phone=PHONE))
    number = either.report(reported(mail=MAIL.upper()))
    later = either.report(reported(mail=MAIL))
    page = either.user("ada").get(f"/reports/{number}/")
    words = panel(page)
    assert "Linked to 2 other reports, 0 of them" not in words
    assert "It is in a cluster of 3 reports" in words
    assert f'href="/desk/clusters/{first}/"' in page.text
    rows = tables(page)["Reports linked with this one, the strongest links first"]
    for one in (first, later):
        assert f'href="/desk/reports/{one}/"' in page.text
        assert str(one) in rows
    assert "Strong" in rows
    assert f"The same e-mail address. {MAIL.upper()}" in rows
    assert "Reported in both." in rows
    things = tables(page)["What it shares with them"]
    assert f"E-mail address: {MAIL.upper()} 3 reports 22 Nov 2026, 12:00 UTC" in things


def test_earlier_reports_and_when_something_was_seen_are_told(desk: Desk) -> None:
    desk.report(reported(mail=MAIL))
    desk.clock.wait(_DAY)
    number = desk.report(reported(mail=MAIL))
    ada = desk.user("ada")
    assert "Linked to 1 other report, it came earlier." in panel(ada.get(f"/reports/{number}/"))
    desk.clock.wait(_DAY)
    desk.report(reported(mail=MAIL))
    page = desk.user("ben").get(f"/reports/{number}/")
    assert "Linked to 2 other reports, 1 of them earlier." in panel(page)
    things = tables(page)["What it shares with them"]
    assert "22 Nov 2026, 12:00 UTC 24 Nov 2026, 12:00 UTC" in things


def test_a_victim_who_is_reported_elsewhere_is_shown_as_exactly_that(desk: Desk) -> None:
    number = desk.report(suffered(MAIL))
    other = desk.report(reported(mail=MAIL))
    ada = desk.user("ada")
    words = panel(ada.get(f"/reports/{number}/"))
    assert "A victim in this report is reported in the other one." in words
    assert "Here: victim. There: reported." in words
    assert "cluster" not in words
    words = panel(ada.get(f"/reports/{other}/"))
    assert "A victim in the other report is reported in this one." in words


def test_weak_links_are_suggestions_in_words(desk: Desk) -> None:
    desk.report(reported(mail="some.one@gmail.com"))
    number = desk.report(reported(mail="someone@gmail.com"))
    page = desk.user("ada").get(f"/reports/{number}/")
    rows = tables(page)["Reports linked with this one, the strongest links first"]
    assert "Weak" in rows
    assert "cluster" not in panel(page)
    assert "E-mail address, other spellings: someone@gmail.com" in panel(page)


def test_what_a_supplement_adds_is_shown_as_it_was_stated_there(desk: Desk) -> None:
    queries.run("insert_provider", "Example Chat", "p-1", b"x", False, 0)
    row = queries.one("provider_by_username", "p-1")
    assert row is not None
    first = desk.report(reported(mail=MAIL))
    number = desk.report(reported(name="user_17"))
    queries.raw_connection().execute("UPDATE report SET provider_id = (SELECT id FROM provider)")
    desk.report(reported(mail="USER17@example.net"), to=number, provider=row[0])
    page = desk.user("ada").get(f"/reports/{number}/")
    assert "The same e-mail address. USER17@example.net" in panel(page)
    assert f'href="/desk/reports/{first}/"' in page.text


def test_a_linked_report_that_is_not_at_the_desk_has_no_link(desk: Desk) -> None:
    number = desk.report(reported(mail=MAIL))
    other = desk.report(reported(mail=MAIL), state=State.OPEN)
    page = desk.user("ada").get(f"/reports/{number}/")
    assert f"{other} not at the desk" in panel(page)
    assert f'href="/desk/reports/{other}/"' not in page.text


def test_what_is_too_common_is_shown_with_its_count(desk: Desk) -> None:
    cut(desk, IdentifierKind.EMAIL, 2)
    number, *_ = [desk.report(reported(mail=MAIL)) for _ in range(4)]
    words = panel(desk.user("ada").get(f"/reports/{number}/"))
    assert "No other report shares anything with this one that could link them now." in words
    assert f"E-mail address: {MAIL} Too common (4)" in words


def test_a_long_list_is_counted_and_refers_to_the_cluster(desk: Desk) -> None:
    numbers = [desk.report(reported(mail=MAIL)) for _ in range(SHOWN + 3)]
    page = desk.user("ada").get(f"/reports/{numbers[-1]}/")
    words = panel(page)
    assert f"Linked to {SHOWN + 2} other reports, all of them earlier." in words
    assert "2 more reports are linked and not shown here. The page of the cluster" in words
    assert page.text.count("They do not: why?") == SHOWN


def test_what_was_not_looked_at_is_owned_up_to(desk: Desk) -> None:
    cut(desk, IdentifierKind.IP, 2)
    numbers = [desk.report(reported(ip="192.0.2.17")) for _ in range(4)]
    words = panel(desk.user("ada").get(f"/reports/{numbers[3]}/"))
    assert "Linked to at least 2 other reports" in words
    assert "The same IP address and port within ten minutes. 192.0.2.17" in words
    assert "Conditional" in words
    assert "There is more: so many reports share something with this one" in words
    assert "Too common (4)" in words


def test_a_cluster_that_is_worked_out_anew_is_marked(desk: Desk) -> None:
    number = desk.report(reported(mail=MAIL))
    desk.report(reported(mail=MAIL))
    queries.run("put_in_line", 1, _root(number), 0, 0)
    words = panel(desk.user("ada").get(f"/reports/{number}/"))
    assert "Being worked out anew Something changed" in words


def _root(number: int) -> int:
    row = queries.rows_in("branches", [number])
    return next(int(report) for report, parent, *_ in row if parent is None)


def test_rows_of_lists_say_with_how_many_others(desk: Desk) -> None:
    numbers = [desk.report(reported(mail=MAIL)) for _ in range(3)]
    alone = desk.report(reported(mail="alone@example.org"))
    ada = desk.user("ada")
    for page in (
        ada.get("/"),
        ada.get("/?show=all"),
        ada.post("/search/", text=MAIL, kind="email", scope=""),
    ):
        found = re.findall(r'href="/desk/clusters/(\d+)/">with ([\w ]+)<', page.text)
        assert found == [(str(numbers[0]), "2 others")] * 3
    assert str(alone) in ada.get("/").text


def test_the_operator_sees_how_linking_is(desk: Desk) -> None:
    oscar = desk.user("oscar", DeskRole.OPERATOR)
    words = re.sub(r"\s+", " ", shown(oscar.get("/operation/").text))
    assert "Merges that wait for a person 0" in words
    held(desk)
    queries.run("put_in_line", 1, 17, 0, 0)
    words = re.sub(r"\s+", " ", shown(oscar.get("/operation/").text))
    assert "Largest cluster 3 reports of 5 (60.00%)" in words
    assert "Merges that wait for a person 1" in words
    assert "Clusters being worked out anew 1" in words


def test_every_word_of_the_closed_lists_has_its_words() -> None:
    assert set(wording.KINDS) == set(IdentifierKind)
    assert set(wording.ROLES) == set(Role)
    assert set(wording.STRENGTHS) == set(Strength)
    assert set(wording.JOIN_REASONS) == set(JoinReason)
    assert set(wording.APART_REASONS) == set(ApartReason)
    assert set(wording.STOP_REASONS) == set(StopReason)
    assert wording.why("from another version") == "from another version"
