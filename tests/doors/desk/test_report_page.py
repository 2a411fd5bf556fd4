"""What the page of a report shows, what it hides, and what the audit log has of it."""

import html
import re
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import msgspec
import pytest

from tests.doors.desk.wiring import Desk
from tests.unit import reports
from tipline.domain import report as r
from tipline.domain.desk import ReportPart
from tipline.domain.timestamp import Timestamp
from tipline.doors.desk.facts.labels import FREE_TEXT
from tipline.ports.operations import ReadReport
from tipline.stores import queries

NARRATIVE = "Synthetic narrative"


def shown(text: str) -> str:
    """Return a page's words without its tags."""
    body = text[text.index("<main") : text.index("</main>")]
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def facts(value: Any, field: str = "") -> list[tuple[str, Any]]:  # noqa: ANN401 - any fact
    """Return every stated fact in a report with the name of its field."""
    if isinstance(value, msgspec.Struct):
        inside = [facts(getattr(value, name), name) for name in value.__struct_fields__]
        return [fact for found in inside for fact in found]
    if isinstance(value, tuple):
        return [fact for one in value for fact in facts(one, field)]
    return [] if value is None or value == "" else [(field, value)]


def words_for(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    if isinstance(value, Timestamp):
        return f"stated as {str.__str__(value)}"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def audit(number: int) -> list[bytes]:
    return [bytes(line) for _, line in queries.rows("audit_lines_of", f"report:{number}")]


@pytest.mark.parametrize("report", [reports.full_report(), reports.public_report()])
def test_every_stated_fact_is_on_the_page_once_its_text_is_asked_for(
    desk: Desk, report: r.Report
) -> None:
    number = desk.report(report)
    page = desk.user("ada").get(f"/reports/{number}/text/")
    words = shown(page.text)
    stated = [
        (field, "incident 1" if (field, value) == ("of", "/incidents/0") else value)
        for field, value in facts(report)
    ]
    assert len(stated) > 10
    missing = [
        (field, value)
        for field, value in stated
        if not isinstance(value, bool) and words_for(value) not in words
    ]
    assert missing == []


def test_free_text_is_hidden_until_it_is_asked_for(desk: Desk) -> None:
    number = desk.report()
    ada = desk.user("ada")
    page = ada.get(f"/reports/{number}/")
    texts = [value for field, value in facts(reports.full_report()) if field in FREE_TEXT]
    assert texts
    assert [text for text in texts if text in page.text] == []
    assert "Hidden:" in page.text
    assert f'href="/desk/reports/{number}/text/"' in page.text


def test_facts_that_were_not_stated_have_no_row(desk: Desk) -> None:
    number = desk.report(
        r.Report(reported=(r.Reported(screen_name="user_17", compromised=False),))
    )
    page = desk.user("ada").get(f"/reports/{number}/")
    words = shown(page.text)
    assert "user_17" in words
    assert "Was taken over by somebody else" in words  # that it was not is a fact
    assert "Account id" not in words.partition("Which facts are there")[0]
    assert "Marked" not in words


def test_addresses_are_text_and_never_links(desk: Desk) -> None:
    number = desk.report()
    page = desk.user("ada").get(f"/reports/{number}/text/")
    assert "https://example.org/user_17" in page.text
    assert not re.search(r'(href|src|action)="[^"/#]', page.text)
    assert "example.org" not in "".join(re.findall(r'(?:href|src|action)="([^"]*)"', page.text))


def test_markup_in_a_fact_stays_text(desk: Desk) -> None:
    name = '<script>x</script><a href="https://example.org">"&\''
    report = r.Report(reported=(r.Reported(screen_name=name, profile_bio=name),))
    page = desk.user("ada").get(f"/reports/{desk.report(report)}/text/")
    assert "<script>x" not in page.text
    assert name in html.unescape(page.text)


def test_times_are_shown_in_utc_and_as_they_were_stated(desk: Desk) -> None:
    number = desk.report()
    words = shown(desk.user("ada").get(f"/reports/{number}/").text)
    assert "31 Jan 2026, 11:45:00 UTC, stated as 2026-01-31T13:45:00.123456789+02:00" in words


@pytest.mark.parametrize(("path", "detail"), [("", None), ("text/", "text")])
def test_every_opening_is_in_the_audit_log(desk: Desk, path: str, detail: str | None) -> None:
    number = desk.report()
    ada = desk.user("ada")
    ada.get(f"/reports/{number}/{path}")
    ada.get(f"/reports/{number}/{path}")
    entries = [msgspec.json.decode(line) for line in audit(number)]
    reads = [entry for entry in entries if entry["action"] == "report.read"]
    assert [(one["actor"], one.get("detail")) for one in reads] == [
        (f"user:{ada.number}", detail)
    ] * 2


def test_nothing_is_opened_that_cannot_be_recorded(desk: Desk) -> None:
    number = desk.report()
    ada = desk.user("ada")
    desk.writer.fails = True
    for path in (f"/reports/{number}/", f"/reports/{number}/text/"):
        page = ada.get(path)
        assert page.status_code == 503
        assert "user_17" not in page.text
        assert "It is not known" in page.text
        assert "othing was" not in page.text


def test_the_audit_log_has_no_fact(desk: Desk) -> None:
    number = desk.report()
    desk.user("ada").get(f"/reports/{number}/text/")
    lines = b"\n".join(bytes(line) for _, line in queries.rows("audit_lines", 0, 1_000))
    for _, value in facts(reports.full_report()):
        if isinstance(value, str) and len(value) > 8:
            assert value.encode() not in lines


def test_a_browser_that_fetches_ahead_gets_nothing(desk: Desk) -> None:
    number = desk.report()
    ada = desk.user("ada")
    before = len(audit(number))
    page = ada.get(f"/reports/{number}/", headers={"Sec-Purpose": "prefetch"})
    assert (page.status_code, page.text) == (403, "")
    assert len(audit(number)) == before


def test_what_was_added_later_is_shown_with_the_report(desk: Desk) -> None:
    provider = queries.run("insert_provider", "Example Chat", "p-1", b"x", False, 0)
    assert provider == 1
    number = desk.report()
    queries.raw_connection().execute("UPDATE report SET provider_id = (SELECT id FROM provider)")
    row = queries.one("provider_by_username", "p-1")
    assert row is not None
    added = desk.report(
        r.Report(additional_info="Synthetic narrative 99."), to=number, provider=row[0]
    )
    ada = desk.user("ada")
    page = ada.get(f"/reports/{number}/text/")
    assert f"as number {added}" in page.text
    assert "Synthetic narrative 99." in page.text
    assert ada.get(f"/reports/{added}/").status_code == 404


def test_a_report_that_was_changed_in_the_database_is_not_shown(desk: Desk) -> None:
    number = desk.report()
    queries.raw_connection().execute("UPDATE report SET sealed_body = sealed_key")
    page = desk.user("ada").get(f"/reports/{number}/")
    assert page.status_code == 500
    assert "cannot be opened" in page.text


def test_the_history_is_told_in_words(desk: Desk) -> None:
    number = desk.report()
    ada = desk.user("ada")
    ada.post(f"/reports/{number}/claim/")
    ada.get(f"/reports/{number}/text/")
    ada.post(f"/reports/{number}/close/", reason="duplicate")
    words = shown(ada.get(f"/reports/{number}/").text)
    history = words.partition("What happened to it")[2]
    order = ["closed it: duplicate", "opened it with its free text", "took it on", "sent it in"]
    places = [history.index(one) for one in order]
    assert places == sorted(places)


def test_reading_is_recorded_as_the_part_that_was_asked_for(desk: Desk) -> None:
    number = desk.report()
    ada = desk.user("ada")
    ada.get(f"/reports/{number}/")
    ada.get(f"/reports/{number}/text/")
    reads = [one for one in desk.writer.written if isinstance(one, ReadReport)]
    assert [one.part for one in reads] == [ReportPart.FACTS, ReportPart.TEXT]
