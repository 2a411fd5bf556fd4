"""Good JSON documents: what they may look like, and that every fact arrives as it was stated."""

import json
from datetime import date
from decimal import Decimal

import pytest

from tests.unit.reports import full_report, leaves, provider_report, public_report, put
from tipline.codecs.documents import InvalidDocumentError
from tipline.codecs.report_json import decode_report, encode_report, examine_report
from tipline.domain import report as r
from tipline.domain import vocabulary as v
from tipline.domain.timestamp import Timestamp

EVERYTHING = put(full_report(), "/public", public_report().public)


@pytest.mark.parametrize(
    "report", [r.Report(), provider_report(), full_report(), public_report(), EVERYTHING]
)
@pytest.mark.parametrize("indent", [False, True])
def test_what_was_written_is_read(report: r.Report, indent: bool) -> None:
    assert decode_report(encode_report(report, indent=indent)) == report


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b" \t\r\n{ } \n",
        b"\xef\xbb\xbf{}",
        b"\xef\xbb\xbf\n{}",
        b'{"summary": {}, "reporter": {"person": {}}}',
        b'{"incidents": [], "reported": [], "recipients": [], "victims": []}',
        b'{"law_enforcement": null, "additional_info": null, "public": null}',
        b'{"summary": {"annotations": {"spam": false}}}',
        b'{"reporter": {"contact": null}}',
    ],
)
def test_what_is_not_stated_may_be_left_out_or_empty(data: bytes) -> None:
    assert decode_report(data) == examine_report(data).report == r.Report()


def test_values_have_their_types() -> None:
    for pointer, value in leaves(decode_report(encode_report(EVERYTHING))):
        expected = next(old for at, old in leaves(EVERYTHING) if at == pointer)
        assert type(value) is type(expected)


def test_the_order_of_names_is_free() -> None:
    def turned(value: object) -> object:
        if isinstance(value, dict):
            return {name: turned(value[name]) for name in reversed(value)}
        return [turned(item) for item in value] if isinstance(value, list) else value

    document = json.loads(encode_report(EVERYTHING), parse_float=str)
    text = json.dumps(turned(document))
    for name in ("latitude", "longitude"):
        stated = str(getattr(EVERYTHING.incidents[5], name))
        text = text.replace(f'"{stated}"', stated)
    assert decode_report(text.encode()) == EVERYTHING


@pytest.mark.parametrize(
    ("stated", "degrees"),
    [
        ("51.50740", "51.50740"),
        ("-0.0", "-0.0"),
        ("-0", "0"),
        ("17", "17"),
        ("1E+2", "1E+2"),
        ("1.5e-7", "1.5E-7"),
        ("0." + "123456789" * 20, "0." + "123456789" * 20),
        ("9" * 5_000, "9" * 5_000),
    ],
)
def test_coordinates_keep_every_digit(stated: str, degrees: str) -> None:
    data = f'{{"incidents": [{{"on": "phone", "latitude": {stated}}}]}}'.encode()
    (incident,) = decode_report(data).incidents
    assert isinstance(incident, r.PhoneIncident)
    assert incident.latitude == Decimal(degrees)
    assert str(incident.latitude).lstrip("-") == degrees.lstrip("-")


def test_text_is_kept_letter_by_letter() -> None:
    text = '\u4f8b \U0001f4de e\u0301 \u202e\u00a0 \\ / " \x7f\x85\u2028 \t\r\n <&> '
    for escaped in (True, False):
        data = json.dumps({"additional_info": text}, ensure_ascii=escaped).encode()
        assert decode_report(data).additional_info == text


def test_empty_is_kept_apart_from_absent() -> None:
    report = decode_report(b'{"additional_info": "", "reported": [{"location": {}}, {}]}')
    assert report.additional_info == ""
    assert report.reported[0].location == r.EstimatedLocation()
    assert report.reported[1].location is None


def test_words_dates_and_times() -> None:
    report = decode_report(
        b'{"summary": {"incident_type": "sex_tourism",'
        b' "incident_time": "2026-01-31T13:45:00.5-00:00"},'
        b' "reporter": {"person": {"born": "2009-01-31", "emails":'
        b' [{"address": "a@example.org", "kind": "work"}]}}}'
    )
    assert report.summary.incident_type is v.IncidentType.SEX_TOURISM
    assert report.summary.incident_time == Timestamp("2026-01-31T13:45:00.5-00:00")
    assert report.reporter.person.born == date(2009, 1, 31)
    assert report.reporter.person.emails[0].kind is v.EmailType.WORK


def test_a_coordinate_that_is_text_is_refused_wherever_it_stands() -> None:
    for data in (
        b'{"incidents": [{"on": "phone", "longitude": "17"}]}',
        b'{"incidents": [{"longitude": "17", "on": "phone"}]}',
        b'{"incidents": [{"on": "chat"}, {"on": "phone", "latitude": 1, "longitude": "x"}]}',
    ):
        with pytest.raises(InvalidDocumentError):
            decode_report(data)


def test_a_text_that_speaks_of_coordinates_is_none() -> None:
    data = json.dumps({"additional_info": '"latitude": "17", "latitude": "18"'}).encode()
    assert decode_report(data).additional_info
