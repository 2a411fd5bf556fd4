"""What is written, and how the encoder says what it cannot write."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from tests.golden.full_report import FULL_REPORT, PERSON
from tests.unit.codecs.cybertipline.pieces import TIME, TYPE
from tipline.codecs.cybertipline import decode_report, encode_report
from tipline.codecs.documents import MAX_DOCUMENT_BYTES, UnwritableReportError
from tipline.domain.report import (
    Address,
    Annotations,
    Contact,
    Device,
    Disabling,
    Email,
    Incident,
    IpEvent,
    LawEnforcement,
    Person,
    Phone,
    PhoneIncident,
    PublicAnswers,
    Report,
    Reported,
    Reporter,
    Summary,
    TemporaryDisabling,
    Victim,
    WebPageIncident,
)
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import IncidentType

SUMMARY = Summary(
    incident_type=IncidentType.SEX_TOURISM, incident_time=Timestamp("2026-01-31T13:45:00Z")
)
SMALLEST = Report(summary=SUMMARY)
SMALLEST_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f"<report><incidentSummary>{TYPE}{TIME}</incidentSummary>"
    "<reporter><reportingPerson/></reporter></report>"
).encode()


def problems(report: Report) -> list[tuple[str, str]]:
    """Return why a report cannot be written, as path and code."""
    with pytest.raises(UnwritableReportError) as refused:
        encode_report(report)
    assert all(problem.message and problem.line is None for problem in refused.value.problems)
    return [(problem.path, problem.code) for problem in refused.value.problems]


def with_incident(incident: Incident) -> Report:
    return replace(SMALLEST, incidents=(incident,))


def with_victim(**facts: Any) -> Report:  # noqa: ANN401 - any field of a victim
    return replace(SMALLEST, victims=(Victim(**facts),))


def element(report: Report, path: str) -> etree._Element:
    found = etree.fromstring(encode_report(report)).find(path)
    assert found is not None
    return found


def test_the_smallest_document() -> None:
    assert encode_report(SMALLEST) == SMALLEST_DOCUMENT


def test_indented() -> None:
    lines = encode_report(SMALLEST, indent=True).decode().splitlines()
    assert lines[1:5] == ["<report>", "  <incidentSummary>", f"    {TYPE}", f"    {TIME}"]
    assert decode_report("\n".join(lines).encode()) == SMALLEST


def test_what_was_not_stated_is_not_written() -> None:
    summary = replace(SUMMARY, annotations=Annotations())
    assert encode_report(replace(SMALLEST, summary=summary)) == SMALLEST_DOCUMENT


def test_a_set_flag_is_an_empty_element() -> None:
    annotations = Annotations(spam=True, sextortion=True)
    report = replace(SMALLEST, summary=replace(SUMMARY, annotations=annotations))
    flags = element(report, "incidentSummary/reportAnnotations")
    assert [(flag.tag, flag.text) for flag in flags] == [("sextortion", None), ("spam", None)]


def test_an_empty_text_is_written_as_one() -> None:
    report = with_victim(screen_name="", display_names=("", "a"))
    assert decode_report(encode_report(report)) == report


def test_the_account_type_is_written_as_the_schema_spells_it() -> None:
    account = element(FULL_REPORT, "victim/associatedAccount")
    assert account.items() == [("type", "Parent/Guardian")]


def test_characters_survive() -> None:
    text = "\t\n\r\x7f\x85\u2028\ufffd\U0001fffe<>&\"']]>"
    report = with_victim(
        screen_name=text, person=Person(phones=(Phone(number="", extension=text),))
    )
    assert decode_report(encode_report(report)) == report
    assert decode_report(encode_report(report, indent=True)) == report


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("51.507400", "51.507400"),
        ("-0.1278", "-0.1278"),
        ("1E+2", "1E+2"),
        ("12E999", "12" + "0" * 999),
        ("1E-1006", "0." + "0" * 1_005 + "1"),
        ("9.99E-999", "9.99E-999"),
    ],
)
def test_numbers_are_written_with_every_digit(value: str, text: str) -> None:
    report = with_incident(PhoneIncident(latitude=Decimal(value)))
    assert element(report, "internetDetails/cellPhoneIncident/latitude").text == text


NUMBERS = ["NaN", "sNaN", "Infinity", "-Infinity", "1E+9999999", "1E-999999999999999"]


@pytest.mark.parametrize("value", NUMBERS)
def test_numbers_the_document_cannot_state(value: str) -> None:
    report = with_incident(PhoneIncident(longitude=Decimal(value)))
    assert problems(report) == [("/incidents/0/longitude", "not_a_number")]


def test_a_number_written_out_can_be_too_large() -> None:
    report = with_incident(PhoneIncident(longitude=Decimal("1E+1999999")))
    assert problems(report) == [("", "too_large")]


def test_a_report_without_type_and_time() -> None:
    assert problems(Report()) == [
        ("/summary/incident_type", "element_missing"),
        ("/summary/incident_time", "element_missing"),
    ]


def test_a_public_report_has_no_place_for_its_answers() -> None:
    report = replace(SMALLEST, public=PublicAnswers())
    assert problems(report) == [("/public", "no_place_for_public")]


ILLEGAL = ["\x00", "\x08", "\x0b", "\x0c", "\x1b", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"]


@pytest.mark.parametrize("character", ILLEGAL)
def test_characters_xml_forbids(character: str) -> None:
    text = f"Synthetic {character} narrative"
    report = replace(SMALLEST, additional_info=text)
    assert problems(report) == [("/additional_info", "control_character")]
    phone = Phone(number=text, extension=text)
    assert problems(with_victim(person=Person(phones=(phone,)))) == [
        ("/victims/0/person/phones/0/extension", "control_character"),
        ("/victims/0/person/phones/0/number", "control_character"),
    ]


BLANKS: list[tuple[Callable[[str], Report], str]] = [
    (
        lambda blank: replace(SMALLEST, summary=replace(SUMMARY, urgency_reason=blank)),
        "/summary/urgency_reason",
    ),
    (
        lambda blank: replace(SMALLEST, law_enforcement=LawEnforcement(agency=blank)),
        "/law_enforcement/agency",
    ),
    (
        lambda blank: with_victim(ip_events=(IpEvent(address=blank),)),
        "/victims/0/ip_events/0/address",
    ),
    (
        lambda blank: with_victim(devices=(Device(kind=blank, value="a"),)),
        "/victims/0/devices/0/kind",
    ),
    (
        lambda blank: with_victim(devices=(Device(kind="a", value=blank),)),
        "/victims/0/devices/0/value",
    ),
]


@pytest.mark.parametrize(("blank_in", "path"), BLANKS, ids=[path for _, path in BLANKS])
@pytest.mark.parametrize("blank", ["", " ", "\t\r\n"])
def test_texts_that_cannot_be_blank(
    blank_in: Callable[[str], Report], path: str, blank: str
) -> None:
    assert problems(blank_in(blank)) == [(path, "blank")]


OUT_OF_RANGE = [
    (with_victim(person=Person(age=10**9)), "/victims/0/person/age", "not_a_number"),
    (with_victim(prior_reports=(1, 10**18)), "/victims/0/prior_reports/1", "not_a_number"),
    (with_victim(prior_reports=(-(10**18),)), "/victims/0/prior_reports/0", "not_a_number"),
    (
        with_victim(person=Person(addresses=(Address(country="us"),))),  # type: ignore[arg-type]
        "/victims/0/person/addresses/0/country",
        "not_in_list",
    ),
    (
        with_victim(ip_events=(IpEvent(address="a", at=Timestamp.trusted("yesterday")),)),
        "/victims/0/ip_events/0/at",
        "not_a_date_time",
    ),
    (
        replace(SMALLEST, summary=replace(SUMMARY, incident_type="sextortion")),
        "/summary/incident_type",
        "not_in_list",
    ),
]


@pytest.mark.parametrize(("report", "path", "code"), OUT_OF_RANGE, ids=range(len(OUT_OF_RANGE)))
def test_values_no_decoder_would_take_back(report: Report, path: str, code: str) -> None:
    assert problems(report) == [(path, code)]


class Stranger(WebPageIncident, frozen=True, kw_only=True, tag_field="on", tag="stranger"):
    """An incident the grammar does not know."""


KINDRED: list[tuple[Report, str]] = [
    (replace(SMALLEST, reporter=Reporter(contact=PERSON)), "/reporter/contact"),
    (
        with_victim(permanently_disabled=TemporaryDisabling(disabled=True)),
        "/victims/0/permanently_disabled",
    ),
    (with_victim(person=Contact()), "/victims/0/person"),
    (
        with_victim(temporarily_disabled=Disabling(disabled=True)),
        "/victims/0/temporarily_disabled",
    ),
    (replace(SMALLEST, victims=(Reported(),)), "/victims/0"),
]


@pytest.mark.parametrize(("report", "path"), KINDRED, ids=[path for _, path in KINDRED])
def test_a_kindred_part_would_lose_facts(report: Report, path: str) -> None:
    assert problems(report) == [(path, "wrong_part")]


def test_all_problems_at_once() -> None:
    report = Report(
        summary=Summary(urgency_reason=" ", incident_type=IncidentType.SEX_TOURISM),
        victims=(Victim(), Victim(school="\x00", person=Person(emails=(Email(address="\x00"),)))),
        public=PublicAnswers(),
    )
    assert problems(report) == [
        ("/public", "no_place_for_public"),
        ("/summary/urgency_reason", "blank"),
        ("/summary/incident_time", "element_missing"),
        ("/victims/1/person/emails/0/address", "control_character"),
        ("/victims/1/school", "control_character"),
    ]


def test_no_problem_repeats_what_the_report_says() -> None:
    report = replace(SMALLEST, additional_info="secret17\x00")
    with pytest.raises(UnwritableReportError) as refused:
        encode_report(report)
    assert "secret" not in repr(refused.value.problems) + str(refused.value)


@pytest.mark.parametrize("character", ["a", "\u00e9", "\U0001f4de"])
def test_size_is_limited_in_bytes(character: str) -> None:
    element_size = len("<additionalInfo></additionalInfo>")
    room = MAX_DOCUMENT_BYTES - len(SMALLEST_DOCUMENT) - element_size
    count, rest = divmod(room, len(character.encode()))
    fits = replace(SMALLEST, additional_info=character * count + "a" * rest)
    assert len(encode_report(fits)) == MAX_DOCUMENT_BYTES
    assert decode_report(encode_report(fits)) == fits
    assert problems(replace(SMALLEST, additional_info=f"{fits.additional_info}a")) == [
        ("", "too_large")
    ]


def test_indenting_counts_too() -> None:
    element_size = len("<additionalInfo></additionalInfo>")
    room = MAX_DOCUMENT_BYTES - len(SMALLEST_DOCUMENT) - element_size
    fits = replace(SMALLEST, additional_info="a" * room)
    with pytest.raises(UnwritableReportError):
        encode_report(fits, indent=True)
