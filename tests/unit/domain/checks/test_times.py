"""R9 and R10: what is reported has happened, to the last digit stated; one date may lie ahead."""

from datetime import date, datetime, timedelta, timezone
from typing import Any, get_type_hints

import pytest

from tests.unit.reports import NOW, TIME, full_report, leaves, part_types, put
from tipline.domain import report as r
from tipline.domain.checks import check_report
from tipline.domain.timestamp import Timestamp

AT_NOW = ("2026-06-01T12:00:00.5Z", "2026-06-01T14:00:00.500000000+02:00")
AFTER_NOW = (
    "2026-06-01T12:00:00.500001Z",
    "2026-06-01T12:00:00.500000001Z",
    "2026-06-01T02:00:00.5000000000000000001-10:00",
    "2026-06-01T12:00:01Z",
    "2126-06-01T12:00:00Z",
    "9999-12-31T23:59:59.999999999-14:00",
)
LONG_AGO = ("0001-01-01T00:00:00+14:00", "1900-01-01T00:00:00Z", "2026-06-01T13:00:00+02:00")

PAST_FIELDS = {
    ("Summary", "incident_time"),
    ("Phone", "verified_at"),
    ("Email", "verified_at"),
    ("IpEvent", "at"),
    ("Device", "at"),
    ("EstimatedLocation", "estimated_at"),
    ("Disabling", "disabled_at"),
    ("Disabling", "user_notified_at"),
    ("TemporaryDisabling", "disabled_at"),
    ("TemporaryDisabling", "user_notified_at"),
    ("Person", "born"),
    ("AssociatedAccount", "born"),
}

REPORT = full_report()
TIMES = [at for at, value in leaves(REPORT) if isinstance(value, Timestamp)]
BIRTHS = [at for at, _ in leaves(REPORT) if at.endswith("/born")]
AHEAD = [at for at in TIMES if at.endswith("/reenabled_at")]


def said(pointer: str, value: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - any value of a report
    """Return what is wrong when one time is another and no other time contradicts it."""
    report = REPORT
    at, _, name = pointer.rpartition("/")
    if at.endswith("disabled"):
        kind = r.TemporaryDisabling if "temporarily" in at else r.Disabling
        report = put(report, at, kind(disabled=True, **{name: value}))
    elif at.startswith(("/reported/0/assoc", "/victims/0/assoc")) and name == "born":
        report = put(report, f"{at}/age", None)
    problems = check_report(put(report, pointer, value), NOW)
    return [(problem.path, problem.code) for problem in problems]


def test_these_are_all_the_times_a_report_has() -> None:
    fields = {
        (kind.__name__, name)
        for kind in part_types()
        for name, hint in get_type_hints(kind).items()
        if hint in {Timestamp | None, date | None}
    }
    assert fields == PAST_FIELDS | {("TemporaryDisabling", "reenabled_at")}
    assert (len(TIMES), len(BIRTHS), len(AHEAD)) == (59, 6, 5)


@pytest.mark.parametrize("pointer", sorted({*TIMES} - {*AHEAD}))
def test_times_are_past(pointer: str) -> None:
    for text in (*AT_NOW, *LONG_AGO):
        assert said(pointer, Timestamp(text)) == []
    for text in AFTER_NOW:
        assert said(pointer, Timestamp(text)) == [(pointer, "not_past")]


@pytest.mark.parametrize("pointer", AHEAD)
def test_an_account_may_come_back_later(pointer: str) -> None:
    for text in (*AT_NOW, *AFTER_NOW, *LONG_AGO):
        assert said(pointer, Timestamp(text)) == []


@pytest.mark.parametrize("pointer", BIRTHS)
def test_births_lie_before_today(pointer: str) -> None:
    for day in (date(2026, 5, 31), date(1, 1, 1), date(2024, 2, 29), None):
        assert said(pointer, day) == []
    for day in (date(2026, 6, 1), date(2026, 6, 2), date(9999, 12, 31)):
        assert said(pointer, day) == [(pointer, "not_past")]


def test_today_is_todays_date_in_utc_wherever_the_clock_is() -> None:
    for hours in (-12, 0, 14):
        now = NOW.astimezone(timezone(timedelta(hours=hours)))
        report = put(REPORT, "/reporter/person/born", date(2026, 6, 1))
        assert [problem.code for problem in check_report(report, now)] == ["not_past"]
        report = put(REPORT, "/reporter/person/born", date(2026, 5, 31))
        assert check_report(report, now) == []


def test_the_given_moment_decides() -> None:
    late = datetime.fromisoformat("2026-01-31T13:45:02+02:00")
    early = datetime.fromisoformat("2026-01-31T13:45:00.123455+02:00")
    fields = {at for at in TIMES if at not in AHEAD}
    later = {at for at in fields if at.endswith("/user_notified_at")}
    assert {problem.path for problem in check_report(REPORT, early)} == fields
    assert {problem.path for problem in check_report(REPORT, late)} == later
    assert TIME.instant < late


def test_all_that_is_not_past_is_said_at_once() -> None:
    before = datetime.fromisoformat("2000-01-01T00:00:00Z")
    paths = [problem.path for problem in check_report(REPORT, before)]
    assert paths == [
        at
        for at, value in leaves(REPORT)
        if at not in AHEAD and isinstance(value, Timestamp | date)
    ]
