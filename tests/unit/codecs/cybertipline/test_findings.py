"""A problem of the report becomes one of the document: element path, line, column."""

import pytest

from tests.unit.codecs.cybertipline.pieces import TIME, TYPE
from tipline.codecs.cybertipline import examine_report
from tipline.domain.problems import Problem

DOCUMENT = f"""\
<report>
  <incidentSummary>{TYPE}
    {TIME}</incidentSummary>
  <internetDetails>
    <webPageIncident thirdPartyHostedContent="true">
      <url>https://example.org/1</url><url>https://example.org/2</url>
    </webPageIncident>
  </internetDetails>
  <reporter>
    <reportingPerson>
      <phone verified="true">202 555 0117</phone><phone>202 555 0118</phone>
    </reportingPerson>
  </reporter>
  <victim><victimPerson/></victim>
  <victim>
    <victimPerson/>
    <accountTemporarilyDisabled disabledDate="2026-01-31T13:45:00Z">1</accountTemporarilyDisabled>
    <associatedAccount accountType="Other"><platform>a</platform></associatedAccount>
  </victim>
</report>"""

REPORTER = "/report/reporter/reportingPerson"
VICTIM = "/report/victim[2]"
STATED = [
    ("", "/report", 1, 1),
    ("/summary", "/report/incidentSummary", 2, 3),
    ("/summary/incident_type", "/report/incidentSummary/incidentType", 2, 20),
    ("/summary/incident_time", "/report/incidentSummary/incidentDateTime", 3, 5),
    ("/incidents/0", "/report/internetDetails[1]/webPageIncident", 5, 5),
    ("/incidents/0/urls/1", "/report/internetDetails[1]/webPageIncident/url[2]", 6, 39),
    (
        "/incidents/0/third_party_hosted",
        "/report/internetDetails[1]/webPageIncident/@thirdPartyHostedContent",
        5,
        5,
    ),
    ("/reporter/person/phones/0", f"{REPORTER}/phone[1]", 11, 7),
    ("/reporter/person/phones/1/number", f"{REPORTER}/phone[2]", 11, 50),
    ("/reporter/person/phones/0/verified", f"{REPORTER}/phone[1]/@verified", 11, 7),
    ("/victims/0/person", "/report/victim[1]/victimPerson", 14, 11),
    ("/victims/1", VICTIM, 15, 3),
    ("/victims/1/temporarily_disabled", f"{VICTIM}/accountTemporarilyDisabled", 17, 5),
    (
        "/victims/1/temporarily_disabled/disabled_at",
        f"{VICTIM}/accountTemporarilyDisabled/@disabledDate",
        17,
        5,
    ),
    (
        "/victims/1/associated_accounts/0/kind",
        f"{VICTIM}/associatedAccount[1]/@accountType",
        18,
        5,
    ),
    (
        "/victims/1/associated_accounts/0/platform/name",
        f"{VICTIM}/associatedAccount[1]/platform",
        18,
        44,
    ),
]
ABSENT = [
    ("/additional_info", "/report/additionalInfo", 1, 1),
    ("/summary/platform", "/report/incidentSummary/platform", 2, 3),
    ("/law_enforcement/agency", "/report/lawEnforcement/agencyName", 1, 1),
    (
        "/law_enforcement/foreign_process/country",
        "/report/lawEnforcement/servedLegalProcessInternational/@fleaCountry",
        1,
        1,
    ),
    ("/reporter/person/emails", f"{REPORTER}/email", 10, 5),
    ("/reporter/contact/first_name", "/report/reporter/contactPerson/firstName", 9, 3),
    ("/reporter/person/phones/1/verified_at", f"{REPORTER}/phone[2]/@verificationDate", 11, 50),
    ("/reported", "/report/personOrUserReported", 1, 1),
    ("/victims/0/location/country", "/report/victim[1]/estimatedLocation/countryCode", 14, 3),
    ("/public", "/report/public", 1, 1),
    ("/public/danger_now", "/report/public/danger_now", 1, 1),
    ("/summary/incident_type/deeper", "/report/incidentSummary/incidentType/deeper", 2, 20),
    ("nowhere", "/report/nowhere", 1, 1),
]


@pytest.mark.parametrize(("pointer", "path", "line", "column"), STATED + ABSENT)
def test_where_a_field_stands_or_would_stand(
    pointer: str, path: str, line: int, column: int
) -> None:
    found = examine_report(DOCUMENT.encode())
    assert found.problems == ()
    problem = Problem(path=pointer, code="synthetic", message="Synthetic message 17.")
    assert found.locate(problem) == Problem(
        path=path, code="synthetic", message="Synthetic message 17.", line=line, column=column
    )


def test_items_are_counted_as_the_partial_report_counts_them() -> None:
    person = "<phone><b/></phone>\n<phone>202 555 0117</phone>"
    data = DOCUMENT.replace('<phone verified="true">202 555 0117</phone>', person)
    found = examine_report(data.encode())
    assert found.report.reporter.person.phones[0].number == "202 555 0117"
    problem = Problem(path="/reporter/person/phones/0", code="synthetic", message="")
    located = found.locate(problem)
    assert (located.path, located.line, located.column) == (f"{REPORTER}/phone[2]", 12, 1)


def test_a_document_that_is_no_report_has_one_place() -> None:
    found = examine_report(b"\n<fileDetails/>")
    located = found.locate(Problem(path="/summary", code="synthetic", message=""))
    assert (located.path, located.line, located.column) == ("/fileDetails/incidentSummary", 2, 1)
