"""Checking a document: structure and content together, in document order, at their place there."""

import pytest

from tests.unit.reports import NOW, full_report, leaves, provider_report, public_report, put
from tipline.codecs import cybertipline, report_json
from tipline.domain import report as r
from tipline.domain.checks import check_report
from tipline.domain.completeness import State, completeness
from tipline.services.check_document import CheckedDocument, check_document
from tipline.services.read_document import CODECS, Format

Said = tuple[str, str, int | None, int | None]


def said(data: bytes | str) -> list[Said]:
    document = check_document(data.encode() if isinstance(data, str) else data, NOW)
    assert document.readable
    assert document.completeness is not None
    assert document.valid == (document.problems == ())
    return [(p.path, p.code, p.line, p.column) for p in document.problems]


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("report", [provider_report(), full_report()])
def test_good_documents_are_valid(form: Format, report: r.Report) -> None:
    for indent in (False, True):
        data = CODECS[form].encode_report(report, indent=indent)
        document = check_document(data, NOW)
        assert (document.readable, document.valid, document.problems) == (True, True, ())
        assert document.completeness is not None
        assert document.completeness.groups == completeness(report).groups


def test_public_documents_are_valid() -> None:
    assert said(report_json.encode_report(public_report())) == []
    assert said(b'{"public": {}}') == []


def test_a_report_without_anything_odd_is_read_once() -> None:
    report = put(provider_report(), "/reporter/person/emails/0/address", "desk@name.zz")
    for form in Format:
        document = check_document(CODECS[form].encode_report(report), NOW)
        assert document == CheckedDocument(
            readable=True, problems=(), completeness=completeness(report)
        )


XML = """<report>
  <incidentSummary>
    <incidentType>Child Sex Turism</incidentType>
    <escalateToHighPriority> </escalateToHighPriority>
    <incidentDateTime>2126-01-31T13:45:00Z</incidentDateTime>
  </incidentSummary>
  <internetDetails><webPageIncident><url>a b</url><url/></webPageIncident></internetDetails>
  <internetDetails/>
  <internetDetails><emailIncident><emailAddress verificationDate="2126-01-31T13:45:00Z"
    >nobody</emailAddress></emailIncident></internetDetails>
  <reporter>
    <reportingPerson>
      <age>151</age>
      <email>x</email>
      <dateOfBirth>2026-02-30</dateOfBirth>
    </reportingPerson>
    <legalUrl>a b</legalUrl>
  </reporter>
  <personOrUserReported>
    <ipCaptureEvent><ipAddress>192.0.2.256</ipAddress><port>99999</port></ipCaptureEvent>
    <ipCaptureEvent><ipAddress></ipAddress><port>0</port></ipCaptureEvent>
    <ipCaptureEvent><ipAddress>192.0.2.17</ipAddress><port>0</port></ipCaptureEvent>
    <estimatedLocation><city>x</city><countryCode>XX</countryCode></estimatedLocation>
  </personOrUserReported>
  <personOrUserReported><espIdentifier>data:text/plain,17</espIdentifier></personOrUserReported>
</report>
"""


def test_everything_wrong_with_an_xml_document_comes_in_its_order() -> None:
    web = "/report/internetDetails[1]/webPageIncident"
    mail = "/report/internetDetails[3]/emailIncident/emailAddress[1]"
    person = "/report/reporter/reportingPerson"
    reported = "/report/personOrUserReported[1]"
    assert said(XML) == [
        ("/report/incidentSummary/incidentType", "not_in_list", 3, 5),
        ("/report/incidentSummary/escalateToHighPriority", "blank", 4, 5),
        ("/report/incidentSummary/incidentDateTime", "not_past", 5, 5),
        (f"{web}/url[1]", "not_a_url", 7, 37),
        ("/report/internetDetails[2]", "element_missing", 8, 3),
        (f"{mail}/@verificationDate", "not_past", 9, 35),
        (mail, "not_an_email", 9, 35),
        (f"{mail}/@verified", "verified_missing", 9, 35),
        (mail, "incident_email_unowned", 9, 35),
        (f"{person}/age", "out_of_range", 13, 7),
        (f"{person}/email[1]", "element_order", 14, 7),
        (f"{person}/email[1]", "not_an_email", 14, 7),
        (f"{person}/dateOfBirth", "not_a_date", 15, 7),
        ("/report/reporter/legalUrl", "unexpected_element", 17, 5),
        (f"{reported}/ipCaptureEvent[1]/ipAddress", "not_an_ip_address", 20, 21),
        (f"{reported}/ipCaptureEvent[1]/port", "out_of_range", 20, 55),
        (f"{reported}/ipCaptureEvent[2]/ipAddress", "blank", 21, 21),
        (f"{reported}/ipCaptureEvent[3]/port", "out_of_range", 22, 54),
        (f"{reported}/estimatedLocation/countryCode", "not_in_list", 23, 38),
        ("/report/personOrUserReported[2]", "several_reported", 25, 3),
        ("/report/personOrUserReported[2]/espIdentifier", "file_in_text", 25, 25),
    ]


JSON = """{
  "victims": [17, {"person": {"age": 151, "phones": [{}, {"number": "17", "extension": "x"}]}}],
  "summary": {"incident_type": "sex_turism", "incident_time": "2126-01-31T13:45:00Z"},
  "incidents": [{"on": "web"}, {"on": "web_page", "urls": [17, "a b"]}],
  "reporter": {"person": {"emails": 17}},
  "reported": [{"devices": [{"kind": " ", "value": "17", "value": " "}]}],
  "law_enforcement": {"case_number": "17"}
}"""


def test_everything_wrong_with_a_json_document_comes_in_its_order() -> None:
    assert said(JSON) == [
        ("/victims/0", "not_an_object", 2, 15),
        ("/victims/1/person/age", "out_of_range", 2, 38),
        ("/victims/1/person/phones/0/number", "field_missing", 2, 54),
        ("/victims/1/person/phones/1/extension", "not_an_extension", 2, 88),
        ("/summary/incident_type", "not_in_list", 3, 32),
        ("/summary/incident_time", "not_past", 3, 63),
        ("/incidents/0", "tag_missing", 4, 17),
        ("/incidents/1/urls/0", "not_text", 4, 60),
        ("/incidents/1/urls/1", "not_a_url", 4, 64),
        ("/reporter/person/emails", "not_a_list", 5, 37),
        ("/reported/0/devices/0/kind", "blank", 6, 38),
        ("/reported/0/devices/0/value", "name_repeated", 6, 67),
        ("/reported/0/devices/0/value", "blank", 6, 67),
        ("/law_enforcement/agency", "field_missing", 7, 22),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("<report/>", ["element_missing", "element_missing"]),
        ("<foo/>", ["wrong_root"]),
        ("<foo><report/></foo>", ["wrong_root"]),
        ("<fileDetails/>", ["file_details_refused"]),
        (
            '<report xmlns="urn:x"/>',
            ["namespace", "element_missing", "element_missing"],
        ),
        ("[]", ["not_an_object"]),
        ('{"summary": 17, "reporter": 17}', ["not_an_object", "not_an_object"]),
        ('{"summary": {}, "reporter": []}', ["type_missing", "time_missing", "not_an_object"]),
        (
            '{"summary": {"incident_time": 17}, "reporter": {"person": {"emails": [17]}}}',
            ["type_missing", "not_a_date_time", "reporter_email_missing", "not_an_object"],
        ),
    ],
)
def test_nothing_is_said_twice(data: str, expected: list[str]) -> None:
    assert [code for _, code, _, _ in said(data)] == expected


def test_a_namespace_hides_nothing_inside() -> None:
    data = cybertipline.encode_report(put(full_report(), "/victims/0/person/age", 151))
    data = data.replace(b"<report>", b'<report xmlns="urn:example">')
    assert [code for _, code, _, _ in said(data)] == ["namespace", "out_of_range"]


def test_no_problem_hides_another_at_the_same_place() -> None:
    reporter = "<reporter><reportingPerson>{}</reportingPerson></reporter>"
    summary = (
        "<incidentSummary><incidentType>Child Sex Tourism</incidentType>"
        "<incidentDateTime>2026-01-31T13:45:00Z</incidentDateTime></incidentSummary>"
    )
    for inside, expected in {
        "<age>151</age><email>x</email>": ["out_of_range", "element_order", "not_an_email"],
        "<email x='y'>x</email>": ["unexpected_attribute", "not_an_email"],
        "<email>a@b</email><age>151</age><age>152</age>": ["out_of_range", "element_repeated"],
    }.items():
        data = f"<report>{summary}{reporter.format(inside)}</report>"
        assert [code for _, code, _, _ in said(data)] == expected


@pytest.mark.parametrize("form", Format)
def test_every_content_problem_is_placed_at_its_value(form: Format) -> None:
    """One line for each value: the line of a problem is the line of its value."""
    report = full_report()
    pointers = [at for at, value in leaves(report) if isinstance(value, str) and " " in value]
    assert len(pointers) > 40
    for pointer in pointers[::4]:
        broken = put(report, pointer, "data:text/plain,MARKED")
        data = CODECS[form].encode_report(broken, indent=True)
        document = check_document(data, NOW)
        (line,) = (n for n, text in enumerate(data.split(b"\n"), 1) if b"MARKED" in text)
        found = [problem for problem in document.problems if problem.code == "file_in_text"]
        assert [problem.line for problem in found] == [line]


@pytest.mark.parametrize("form", Format)
def test_hints_are_placed_in_the_document_and_in_its_order(form: Format) -> None:
    data = CODECS[form].encode_report(full_report(), indent=True)
    found = check_document(data, NOW).completeness
    assert found is not None
    lines = [hint.line for hint in found.hints]
    assert len(lines) == len(completeness(full_report()).hints)
    assert lines == sorted(lines, key=lambda line: line or 0)
    assert None not in lines
    heads = {hint.path.split("/")[1] for hint in found.hints}
    assert heads == ({"report"} if form is Format.XML else heads & {*r.Report.__struct_fields__})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_document"),
        (b"\x00\x01\x02", "not_a_document"),
        (b"GIF89a", "not_a_document"),
        (b"<report>", "not_well_formed"),
        (b"{", "not_well_formed"),
        (b"<!DOCTYPE report><report/>", "document_type"),
        (b"<?xml version='1.1'?><report/>", "xml_version"),
        (b"<report><?x y?></report>", "processing_instruction"),
        (b'<x:include xmlns:x="http://www.w3.org/2001/XInclude"/>', "inclusion"),
        (b"<report>" * 300, "too_deep"),
        (b"[" * 100, "too_deep"),
        (b'{"additional_info": "\xff"}', "encoding"),
        (b"<report>\xff</report>", "encoding"),
        (b" " * 1_048_577, "not_a_document"),
        (b"<report>" + b" " * 1_048_576, "too_large"),
        (b"{" + b" " * 1_048_576, "too_large"),
    ],
)
def test_what_is_refused_unread_has_no_completeness(data: bytes, code: str) -> None:
    document = check_document(data, NOW)
    assert (document.readable, document.valid, document.completeness) == (False, False, None)
    assert [problem.code for problem in document.problems] == [code]
    assert all(problem.path == "" for problem in document.problems)


def test_the_given_moment_decides() -> None:
    data = cybertipline.encode_report(full_report())
    early = NOW.replace(year=2000)
    assert check_document(data, NOW).valid
    assert {p.code for p in check_document(data, early).problems} == {"not_past"}
    assert len(check_document(data, early).problems) == len(check_report(full_report(), early))


def test_completeness_is_that_of_what_could_be_read() -> None:
    found = check_document(JSON.encode(), NOW).completeness
    assert found is not None
    states = {group.group: group.state for group in found.groups}
    assert states["victim"] is State.PARTLY
    assert states["reporter_contact"] is State.ABSENT


def test_of_each_kind_a_thousand_problems_are_listed_and_the_others_counted() -> None:
    numbers, devices = ",".join(["0"] * 20_000), ",".join(["17"] * 2_000)
    data = f'{{"public":{{}},"reported":[{{"prior_reports":[{numbers}],"devices":[{devices}]}}]}}'
    document = check_document(data.encode(), NOW)
    codes = [problem.code for problem in document.problems]
    assert codes[:1_000] == ["not_a_report_number"] * 1_000
    assert codes[1_000:2_000] == ["not_an_object"] * 1_000
    assert [problem.message for problem in document.problems[2_000:]] == [
        "1,000 more problems are not listed.",
        "19,000 more problems are not listed.",
    ]
