"""Times as platforms write them: with and without zone, and counted since 1970."""

import pytest

from tests.unit.codecs.platform.mappings import made, mapping_of, only, text_of, wrong
from tipline.codecs.platform import read_mapping

LOGIN = """[[reported]]
account_id = "17"
[[reported.ip_events]]
address = "192.0.2.17"
at = "{at}"
"""


def at(value: object, defaults: str = "") -> str | None:
    return made({"at": value}, LOGIN + f"[defaults]\n{defaults}\n").reported[0].ip_events[0].at


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-10-02T07:12:44Z", "2026-10-02T07:12:44Z"),
        ("2026-10-02T07:12:44.019000001+02:00", "2026-10-02T07:12:44.019000001+02:00"),
        ("2026-10-02t07:12:44z", "2026-10-02T07:12:44Z"),
        ("2026-10-02 07:12:44,5 UTC", "2026-10-02T07:12:44.5Z"),
        ("2026-10-02 07:12:44 GMT", "2026-10-02T07:12:44Z"),
        ("2026-10-02 07:12:44+0200", "2026-10-02T07:12:44+02:00"),
        ("2026-10-02 07:12:44 -03", "2026-10-02T07:12:44-03:00"),
        (" 2026-10-02 07:12:44 ", "2026-10-02T07:12:44+01:00"),
    ],
)
def test_stated_times(value: str, expected: str) -> None:
    assert at(value, 'zone = "+01:00"') == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1790925164, "seconds", "2026-10-02T07:12:44Z"),
        ("1790925164", "seconds", "2026-10-02T07:12:44Z"),
        ("1790925164.019", "seconds", "2026-10-02T07:12:44.019Z"),
        (1790925164019, "milliseconds", "2026-10-02T07:12:44.019Z"),
        ("1790925164019.5", "milliseconds", "2026-10-02T07:12:44.0195Z"),
        (1790925164019001, "microseconds", "2026-10-02T07:12:44.019001Z"),
        ("2026-10-02T07:12:44Z", "seconds", "2026-10-02T07:12:44Z"),
    ],
)
def test_counted_times(value: object, unit: str, expected: str) -> None:
    assert at(value, f'time = "{unit}"') == expected


@pytest.mark.parametrize("text", ["1790925164.019", "1.790925164019E9", "1790925164019e-3"])
def test_counted_times_keep_their_digits(text: str) -> None:
    mapping = mapping_of(LOGIN + '[defaults]\ntime = "seconds"\n')
    report = mapping.report(b'{"at": %s}' % text.encode())
    assert report.reported[0].ip_events[0].at == "2026-10-02T07:12:44.019Z"


@pytest.mark.parametrize(
    "text",
    [
        *("0", "1", "-5", "17909251640", "1790925164019000", "9" * 5_000),
        *("1e99", "1e-99", "1e999999", "1e9999999999999999999"),
    ],
)
def test_a_number_that_is_no_time(text: str) -> None:
    mapping = mapping_of(LOGIN + '[defaults]\ntime = "milliseconds"\n')
    found = mapping.examine(b'{"at": %s}' % text.encode())
    assert [(one.path, one.code) for one in found.problems] == [("/at", "time_implausible")]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1790925164, "time_unit_missing"),
        ("1790925164", "not_a_date_time"),
        ("2026-10-02T07:12:44", "zone_missing"),
        ("2026-10-02", "not_a_date_time"),
        ("2026-02-30T07:12:44Z", "not_a_date_time"),
        ("2026-10-02T25:12:44Z", "not_a_date_time"),
        ("2026-10-02T07:12:44+19:00", "not_a_date_time"),
        (True, "not_a_date_time"),
        ([], "not_a_date_time"),
    ],
)
def test_what_is_no_time(value: object, code: str) -> None:
    assert wrong({"at": value}, LOGIN) == [("/at", code)]


def test_a_field_may_differ_from_the_defaults() -> None:
    more = LOGIN.replace('"{at}"', '{ value = "{at}", time = "milliseconds", zone = "-05:00" }')
    for value, expected in (
        (1790925164019, "2026-10-02T07:12:44.019Z"),
        ("2026-10-02 07:12:44", "2026-10-02T07:12:44-05:00"),
    ):
        report = made({"at": value}, more + '[defaults]\ntime = "seconds"\nzone = "Z"\n')
        assert report.reported[0].ip_events[0].at == expected


def test_a_constant_time_takes_the_default_zone() -> None:
    toml = text_of('[defaults]\nzone = "+02:00"\n').replace("07:30:00Z", "07:30:00")
    report = read_mapping(toml.encode()).report(b"{}")
    assert report.summary.incident_time == "2026-10-02T07:30:00+02:00"
    assert only(text_of().replace("07:30:00Z", "07:30:00")).code == "zone_missing"


def test_times_of_toml_are_written_as_text() -> None:
    problem = only(text_of().replace('"2026-10-02T07:30:00Z"', "2026-10-02T07:30:00Z"))
    assert (problem.path, problem.code) == ("/summary/incident_time", "not_a_date_time")
