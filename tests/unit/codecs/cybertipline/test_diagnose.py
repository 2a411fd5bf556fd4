"""Everything that is wrong with a document, all at once: where, of which kind, and what to do."""

import pytest

from tests.laws.documents import smallest
from tests.unit.codecs.cybertipline.pieces import TIME, TYPE, document, incident, victim
from tipline.codecs.cybertipline import decode_report, examine_report
from tipline.codecs.documents import MOST_PROBLEMS, InvalidDocumentError
from tipline.domain.problems import Problem
from tipline.domain.report import (
    Address,
    Annotations,
    AssociatedAccount,
    ChatIncident,
    IpEvent,
    PeerToPeerIncident,
    Person,
    Phone,
    Report,
    Reporter,
    Summary,
    Victim,
)
from tipline.domain.vocabulary import AccountType

WRONG_IN_MANY_WAYS = """\
<report color="red">
  <batchedReport reason="VIRAL_POTENTIAL_MEME"/>
  <incidentSummary>
    <incidentDateTime>2026-02-30T00:00:00Z</incidentDateTime>
    <incidentType>Child Sex Tourisms</incidentType>
    <escalateToHighPriority> </escalateToHighPriority>
    <escalateToHighPriority>Synthetic reason 17.</escalateToHighPriority>
    <reportAnnotations>
      <sextortion/><spam>no</spam><spam/><other/>
    </reportAnnotations>
  </incidentSummary>
  <internetDetails/>
  <internetDetails>17<webPageIncidents/><chatImIncident/></internetDetails>
  <internetDetails><chatImIncident><content>\u00e9</content></chatImIncident><chatImIncident/>\
</internetDetails>
  <internetDetails><peer2peerIncident><client>a</client><fileNames/></peer2peerIncident>\
</internetDetails>
  <lawEnforcement fleaCountry="US"/>
  <victim><victimPerson>
    <phone type="mobile" verified="maybe" kind="">1</phone><phone>2<b>x<c/></b></phone>
    <phone>3</phone>
    <address><country>us</country><city/></address>
    <x:age xmlns:x="urn:example">17</x:age>
    <age>1.0</age><dateOfBirth/>
  </victimPerson>
  <ipCaptureEvent><port>1</port></ipCaptureEvent><ipCaptureEvent><ipAddress>a</ipAddress>\
<port>2</port></ipCaptureEvent>
  <associatedAccount type="Linked" accountType="Other"/></victim>
  <additionalInfo><b/></additionalInfo>
  stray
</report>"""

SUMMARY = "/report/incidentSummary"
VICTIM = "/report/victim[1]"
PERSON = "/report/victim[1]/victimPerson"
WHAT_IS_WRONG = [
    (1, 1, "/report/@color", "unexpected_attribute"),
    (1, 1, "/report", "unexpected_text"),
    (2, 3, "/report/batchedReport", "batched_report_refused"),
    (4, 5, f"{SUMMARY}/incidentDateTime", "not_a_date_time"),
    (5, 5, f"{SUMMARY}/incidentType", "element_order"),
    (5, 5, f"{SUMMARY}/incidentType", "not_in_list"),
    (6, 5, f"{SUMMARY}/escalateToHighPriority", "element_order"),
    (6, 5, f"{SUMMARY}/escalateToHighPriority", "blank"),
    (7, 5, f"{SUMMARY}/escalateToHighPriority", "element_repeated"),
    (8, 5, f"{SUMMARY}/reportAnnotations", "element_order"),
    (9, 20, f"{SUMMARY}/reportAnnotations/spam", "not_a_flag"),
    (9, 35, f"{SUMMARY}/reportAnnotations/spam", "element_repeated"),
    (9, 42, f"{SUMMARY}/reportAnnotations/other", "unexpected_element"),
    (12, 3, "/report/internetDetails[1]", "element_missing"),
    (13, 3, "/report/internetDetails[2]", "unexpected_text"),
    (13, 22, "/report/internetDetails[2]/webPageIncidents", "unexpected_element"),
    (13, 41, "/report/internetDetails[2]/chatImIncident", "element_repeated"),
    (14, 73, "/report/internetDetails[3]/chatImIncident", "element_repeated"),
    (15, 57, "/report/internetDetails[4]/peer2peerIncident/fileNames", "file_names_refused"),
    (16, 3, "/report/lawEnforcement/@fleaCountry", "unexpected_attribute"),
    (16, 37, "/report/lawEnforcement/agencyName", "element_missing"),
    (17, 3, "/report/reporter", "element_missing"),
    (18, 5, f"{PERSON}/phone[1]/@type", "not_in_list"),
    (18, 5, f"{PERSON}/phone[1]/@verified", "not_a_boolean"),
    (18, 5, f"{PERSON}/phone[1]/@kind", "unexpected_attribute"),
    (18, 60, f"{PERSON}/phone[2]", "unexpected_element"),
    (20, 14, f"{PERSON}/address[1]/country", "not_in_list"),
    (20, 35, f"{PERSON}/address[1]/city", "element_order"),
    (21, 5, f"{PERSON}/age", "namespace"),
    (22, 5, f"{PERSON}/age", "not_a_number"),
    (22, 19, f"{PERSON}/dateOfBirth", "not_a_date"),
    (24, 19, f"{VICTIM}/ipCaptureEvent[1]/ipAddress", "element_missing"),
    (25, 3, f"{VICTIM}/associatedAccount[1]/@accountType", "contradicting_attributes"),
    (26, 3, "/report/additionalInfo", "unexpected_element"),
]


def placed(problem: Problem) -> tuple[int | None, int | None, str, str]:
    return problem.line, problem.column, problem.path, problem.code


def test_all_problems_at_once_each_at_its_place() -> None:
    found = examine_report(WRONG_IN_MANY_WAYS.encode()).problems
    assert [placed(problem) for problem in found] == WHAT_IS_WRONG


def test_the_decoder_raises_the_same_problems() -> None:
    with pytest.raises(InvalidDocumentError) as refused:
        decode_report(WRONG_IN_MANY_WAYS.encode())
    assert refused.value.problems == examine_report(WRONG_IN_MANY_WAYS.encode()).problems


def test_what_can_be_read_is_read() -> None:
    person = Person(phones=(Phone(number="1"), Phone(number="3")), addresses=(Address(city=""),))
    accounts = (AssociatedAccount(kind=AccountType.LINKED),)
    events = (IpEvent(address="a", port=2),)
    assert examine_report(WRONG_IN_MANY_WAYS.encode()).report == Report(
        summary=Summary(annotations=Annotations(sextortion=True)),
        incidents=(ChatIncident(content="\u00e9"), PeerToPeerIncident(client="a")),
        victims=(Victim(person=person, ip_events=events, associated_accounts=accounts),),
    )


def test_a_good_document_has_no_problems() -> None:
    found = examine_report(document())
    assert found.problems == ()
    assert found.report == decode_report(document())


def message(data: bytes) -> str:
    """Return what is said about the one thing that is wrong."""
    (problem,) = examine_report(data).problems
    return problem.message


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            document(person="<firstname/>"),
            (
                "`firstname` is not known here. Did you mean `firstName`? Expected `firstName`,"
                " `lastName`, `phone`, `email`, `address`, `age`, `ageAssertionDiscrepancy`,"
                " `dateOfBirth`."
            ),
        ),
        (
            document(person="<age>17</age><zzz/>"),
            "`zzz` is not known here. Expected `ageAssertionDiscrepancy`, `dateOfBirth`.",
        ),
        (
            document(person="<phone/><zzz/>"),
            (
                "`zzz` is not known here. Expected `phone`, `email`, `address`, `age`,"
                " `ageAssertionDiscrepancy`, `dateOfBirth`."
            ),
        ),
        (
            document(person="<dateOfBirth>2010-01-31</dateOfBirth><zzz/>"),
            "`zzz` is not known here. Expected nothing more.",
        ),
        (
            document(summary=f"<zzz/>{TYPE}{TIME}"),
            "`zzz` is not known here. Expected `incidentType`.",
        ),
        (
            document(summary=f"{TYPE}<zzz/>{TIME}"),
            (
                "`zzz` is not known here. Expected `platform`, `escalateToHighPriority`,"
                " `reportAnnotations`, `incidentDateTime`."
            ),
        ),
        (
            incident("<zzz/>"),
            (
                "`zzz` is not known here. Expected `webPageIncident`, `emailIncident`,"
                " `newsgroupIncident`, `chatImIncident`, `onlineGamingIncident`,"
                " `cellPhoneIncident`, `nonInternetIncident`, `peer2peerIncident`."
            ),
        ),
    ],
)
def test_an_unknown_element_is_answered_with_what_may_stand_there(
    data: bytes, expected: str
) -> None:
    assert message(data) == expected


def test_a_wrong_word_is_answered_with_the_right_one() -> None:
    data = victim("<deviceId><idType>a</idType><idValue>b</idValue><eventName>Lgin</eventName>")
    data = data.replace(b"</eventName>", b"</eventName></deviceId>")
    assert message(data) == "Expected an event name from the list. Did you mean `Login`?"
    data = data.replace(b"Lgin", b"17")
    assert message(data) == (
        "Expected an event name from the list:"
        " Login, Registration, Purchase, Upload, Other, Unknown."
    )


def test_a_long_list_is_not_printed() -> None:
    data = document(person="<address><country>Elsewhere</country></address>")
    assert message(data) == "Expected a country code of two capital letters, or nothing."


def test_no_value_is_repeated() -> None:
    data = WRONG_IN_MANY_WAYS.replace("maybe", "secret17").replace(
        "Child Sex Tourisms", "secret18"
    )
    data = data.replace("1.0", "secret19").replace(" stray", " secret20")
    assert "secret" not in repr(examine_report(data.encode()).problems)


def test_a_name_of_any_length_is_cut() -> None:
    data = document(after=f"<{'a' * 10_000}/>")
    (problem,) = examine_report(data).problems
    assert problem.path == "/report/" + "a" * 64
    assert len(problem.message) < 200


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        # before the first element that would have to follow it, else at the end tag
        (b"<report>\n <incidentSummary/><reporter><reportingPerson/></reporter></report>", 2, 20),
        (b"<report><incidentSummary>\n%s</incidentSummary><victim>%s", 2, 1),
    ],
)
def test_where_a_missing_element_is_missing(data: bytes, line: int, column: int) -> None:
    if b"%s" in data:
        data %= (TIME.encode(), b"<victimPerson/></victim></report>")
    first = examine_report(data).problems[0]
    assert (first.code, first.line, first.column) == ("element_missing", line, column)


def test_positions_hold_after_what_was_skipped() -> None:
    skipped = "<zzz><a><b/></a><c/></zzz><victim xmlns='urn:example'><d/></victim><reporter><e/>"
    data = document(after=f"{skipped}</reporter>\n<age/>")
    last = examine_report(data).problems[-1]
    assert placed(last) == (2, 1, "/report/age", "unexpected_element")


def test_too_many_problems_are_counted() -> None:
    more = 234
    data = document(after="<zzz/>" * (MOST_PROBLEMS + more))
    problems = examine_report(data).problems
    assert len(problems) == MOST_PROBLEMS + 1
    assert {problem.code for problem in problems[:-1]} == {"unexpected_element"}
    assert problems[-1] == Problem(
        path="/", code="too_many_problems", message="234 more problems are not listed."
    )


def test_suggestions_end_where_the_list_does() -> None:
    data = document(person="<address><country>US </country></address>" * (MOST_PROBLEMS + 1))
    problems = examine_report(data).problems
    assert len(problems) == MOST_PROBLEMS + 1
    assert {problem.message for problem in problems[:-1]} == {
        "Expected a country code of two capital letters, or nothing. Did you mean `US`?"
    }


def test_the_report_is_whole_beside_a_single_problem() -> None:
    expected = Report(
        summary=examine_report(document()).report.summary,
        reporter=Reporter(person=Person(first_name="a")),
    )
    found = examine_report(document(person="<firstName>a</firstName><age>x</age>"))
    assert found.report == expected
    assert len(found.problems) == 1


def test_the_smallest_documents_of_the_laws_and_of_the_units_agree() -> None:
    assert examine_report(smallest()).problems == examine_report(document()).problems == ()
