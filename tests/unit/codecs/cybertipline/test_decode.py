"""What the decoder takes, in every attested spelling, and what it must refuse."""

from datetime import date
from decimal import Decimal

import pytest

from tests.golden.full_report import FULL_REPORT
from tests.unit.codecs.cybertipline.pieces import (
    TIME,
    TYPE,
    XSI,
    annotated,
    document,
    incident,
    law_enforcement,
    victim,
)
from tipline.codecs.cybertipline import decode_report, encode_report, examine_report
from tipline.codecs.documents import InvalidDocumentError
from tipline.domain.report import (
    Address,
    Annotations,
    AssociatedAccount,
    ChatIncident,
    Person,
    PhoneIncident,
    Report,
    Reported,
    Reporter,
    Summary,
    Victim,
)
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import AccountType, IncidentType

SMALLEST = Report(
    summary=Summary(
        incident_type=IncidentType.SEX_TOURISM, incident_time=Timestamp("2026-01-31T13:45:00Z")
    )
)


def codes(data: bytes) -> list[tuple[str, str]]:
    """Return the problems of a refused document as path and code."""
    with pytest.raises(InvalidDocumentError) as refused:
        decode_report(data)
    assert refused.value.problems == examine_report(data).problems
    return [(problem.path, problem.code) for problem in refused.value.problems]


def test_the_smallest_report() -> None:
    assert decode_report(document()) == SMALLEST


def test_every_field_arrives() -> None:
    assert decode_report(encode_report(FULL_REPORT)) == FULL_REPORT


def test_values_arrive_in_their_own_types() -> None:
    report = decode_report(encode_report(FULL_REPORT))
    assert type(report.summary.incident_time) is Timestamp
    assert type(report.summary.incident_type) is IncidentType
    (reported,) = report.reported
    assert reported.person is not None
    assert type(reported.person.born) is date
    assert type(reported.person.age) is int
    assert type(reported.prior_reports[0]) is int
    assert type(reported.ip_events) is tuple
    found = report.incidents[5]
    assert isinstance(found, PhoneIncident)
    assert str(found.latitude) == "51.507400"


# Attested variants that must be taken (API reference, sections 1.2, 2.2 and 2.10)


@pytest.mark.parametrize(
    "root",
    [
        f" {XSI}",
        f' {XSI} xsi:noNamespaceSchemaLocation="https://report.cybertip.example.org/ispws/xsd"',
        f' {XSI} xsi:schemaLocation="urn:example a.xsd"',
        f' {XSI} xsi:noNamespaceSchemaLocation=""',
        ' xmlns:other="urn:example"',
    ],
)
def test_attributes_that_mean_nothing_on_the_root(root: str) -> None:
    assert decode_report(document(root=root)) == SMALLEST
    assert examine_report(document(root=root)).problems == ()


@pytest.mark.parametrize(
    "head", ["", '<?xml version="1.0" encoding="UTF-8"?>\n', "\ufeff", "<!-- Synthetic -->\n"]
)
def test_what_may_stand_before_the_root(head: str) -> None:
    assert decode_report(head.encode() + document()) == SMALLEST


def test_comments_and_blanks_anywhere() -> None:
    note = "\n <!-- Synthetic remark --> \t"
    commented = document(
        summary=f"{note}{TYPE.replace('Sex', '<!-- -->S<!-- -->ex')}{note}{TIME}{note}",
        before=note,
        person=note,
        after=note,
    )
    assert decode_report(commented + note.encode()) == SMALLEST


def test_cdata_is_text() -> None:
    data = document(after="<additionalInfo>a<![CDATA[ <b> & ]]>c</additionalInfo>")
    assert decode_report(data).additional_info == "a <b> & c"


def test_text_is_kept_letter_by_letter() -> None:
    text = " \t Synthetic\nnarrative&#13;\n17. \u00a0\U0001f4de "
    data = document(after=f"<additionalInfo>{text}</additionalInfo>")
    assert decode_report(data).additional_info == text.replace("&#13;", "\r")


@pytest.mark.parametrize("empty", ["<{}/>", "<{}></{}>", "<{}><!-- --></{}>"])
def test_an_empty_optional_text_is_an_empty_text(empty: str) -> None:
    person = "".join(empty.replace("{}", name) for name in ("firstName", "lastName"))
    places = "".join(empty.replace("{}", name) for name in ("address", "state", "country"))
    data = document(person=f"{person}<address>{places}</address>")
    expected = Person(
        first_name="", last_name="", addresses=(Address(street="", state="", country=""),)
    )
    assert decode_report(data).reporter == Reporter(person=expected)


def test_an_empty_screen_name() -> None:
    data = document(after="<personOrUserReported><screenName/></personOrUserReported>")
    assert decode_report(data).reported == (Reported(screen_name=""),)


def test_an_empty_address_has_nothing_known() -> None:
    data = document(person="<address/>")
    assert decode_report(data).reporter.person.addresses == (Address(),)


@pytest.mark.parametrize(
    ("attributes", "kind"),
    [
        ("", None),
        ('type="Linked"', AccountType.LINKED),
        ('accountType="Linked"', AccountType.LINKED),
        ('type="Linked" accountType="Linked"', AccountType.LINKED),
        ('accountType="Parent/Guardian" type="Parent/Guardian"', AccountType.PARENT_GUARDIAN),
    ],
)
def test_both_names_of_the_account_type(attributes: str, kind: AccountType | None) -> None:
    data = victim(f"<associatedAccount {attributes}/>")
    assert decode_report(data).victims == (
        Victim(associated_accounts=(AssociatedAccount(kind=kind),)),
    )


def test_account_types_that_contradict_each_other() -> None:
    data = victim('<associatedAccount type="Linked" accountType="Other"/>')
    assert codes(data) == [
        ("/report/victim[1]/associatedAccount[1]/@accountType", "contradicting_attributes")
    ]


@pytest.mark.parametrize(
    "flag",
    ["<spam/>", "<spam></spam>", "<spam>true</spam>", "<spam> true\n</spam>", "<spam> </spam>"],
)
def test_a_flag_is_set_by_being_there(flag: str) -> None:
    assert decode_report(annotated(flag)).summary.annotations == Annotations(spam=True)


def test_flags_in_any_order() -> None:
    data = annotated("<spam/><sextortion>true</sextortion><csamSolicitation/>")
    assert decode_report(data).summary.annotations == Annotations(
        spam=True, sextortion=True, csam_solicitation=True
    )


def test_no_flags_at_all() -> None:
    assert decode_report(annotated("")).summary == SMALLEST.summary


def test_an_empty_incident_names_the_channel() -> None:
    assert decode_report(incident("<chatImIncident/>")).incidents == (ChatIncident(),)


def test_blanks_around_an_incident() -> None:
    assert decode_report(incident("\n <chatImIncident> </chatImIncident>\n")).incidents == (
        ChatIncident(),
    )


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("1", True), (" false\n", False), ("0", False)]
)
def test_yes_and_no(text: str, value: bool) -> None:
    data = victim(f"<compromisedAccount>{text}</compromisedAccount>")
    assert decode_report(data).victims[0].compromised is value


@pytest.mark.parametrize(
    "text", ["51.5", " +51.50 ", "515e-1", ".515E+2", "51.500000000000000000"]
)
def test_degrees(text: str) -> None:
    data = incident(f"<cellPhoneIncident><latitude>{text}</latitude></cellPhoneIncident>")
    (found,) = decode_report(data).incidents
    assert isinstance(found, PhoneIncident)
    assert found.latitude == Decimal("51.5")


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-31T13:45:00.123456789+02:00",
        "2026-01-31T13:45:00.000-00:00",
        "2024-02-29T00:00:00+14:00",
    ],
)
def test_times_are_kept_as_stated(text: str) -> None:
    data = document(summary=f"{TYPE}<incidentDateTime> {text}\n</incidentDateTime>")
    assert decode_report(data).summary.incident_time == text


@pytest.mark.parametrize("text", ["17", " 017 ", "+17", "0" * 99 + "17"])
def test_whole_numbers(text: str) -> None:
    data = document(person=f"<age>{text}</age>")
    assert decode_report(data).reporter.person.age == 17


def test_several_subjects_and_reports_keep_their_order() -> None:
    data = document(
        after="<personOrUserReported><espIdentifier>1</espIdentifier></personOrUserReported>"
        "<personOrUserReported><espIdentifier>2</espIdentifier></personOrUserReported>"
        "<victim><victimPerson/><priorCTReports>2</priorCTReports>"
        "<priorCTReports>1</priorCTReports></victim><victim><victimPerson/></victim>"
    )
    report = decode_report(data)
    assert [subject.account_id for subject in report.reported] == ["1", "2"]
    assert [subject.prior_reports for subject in report.victims] == [(2, 1), ()]


# What must be refused


PERSON = "/report/reporter/reportingPerson"
DETAILS = "/report/internetDetails[1]"
LAW = "/report/lawEnforcement"
SUMMARY = "/report/incidentSummary"
PERMANENT = "accountPermanentlyDisabled"
REFUSED = [
    (document(person="<age/>"), f"{PERSON}/age", "not_a_number"),
    (document(person="<age>17.0</age>"), f"{PERSON}/age", "not_a_number"),
    (document(person="<age>" + "0" * 100 + "1234567890</age>"), f"{PERSON}/age", "not_a_number"),
    (document(person="<age>" + "0" * 5_000 + "</age>"), f"{PERSON}/age", "not_a_number"),
    (document(person="<dateOfBirth/>"), f"{PERSON}/dateOfBirth", "not_a_date"),
    (
        document(person="<dateOfBirth>2010-02-30</dateOfBirth>"),
        f"{PERSON}/dateOfBirth",
        "not_a_date",
    ),
    (document(person="<phone verified=''/>"), f"{PERSON}/phone[1]/@verified", "not_a_boolean"),
    (document(person="<phone type='mobile'/>"), f"{PERSON}/phone[1]/@type", "not_in_list"),
    (document(person="<phone type=''/>"), f"{PERSON}/phone[1]/@type", "not_in_list"),
    (document(person="<phone kind='Home'/>"), f"{PERSON}/phone[1]/@kind", "unexpected_attribute"),
    (document(person="<phone><number/></phone>"), f"{PERSON}/phone[1]", "unexpected_element"),
    (
        document(person="<address><country>us</country></address>"),
        f"{PERSON}/address[1]/country",
        "not_in_list",
    ),
    (
        document(person="<address><state>XX</state></address>"),
        f"{PERSON}/address[1]/state",
        "not_in_list",
    ),
    (document(person="<lastName/><firstName/>"), f"{PERSON}/firstName", "element_order"),
    (document(person="<firstname/>"), f"{PERSON}/firstname", "unexpected_element"),
    (document(person="<firstName/><firstName/>"), f"{PERSON}/firstName", "element_repeated"),
    (document(person="a"), PERSON, "unexpected_text"),
    (annotated("<spam>1</spam>"), f"{SUMMARY}/reportAnnotations/spam", "not_a_flag"),
    (annotated("<spam>false</spam>"), f"{SUMMARY}/reportAnnotations/spam", "not_a_flag"),
    (annotated("<spam/><spam/>"), f"{SUMMARY}/reportAnnotations/spam", "element_repeated"),
    (document(summary=TYPE), f"{SUMMARY}/incidentDateTime", "element_missing"),
    (document(summary=TIME), f"{SUMMARY}/incidentType", "element_missing"),
    (
        document(summary=f"{TYPE}<incidentDateTime/>"),
        f"{SUMMARY}/incidentDateTime",
        "not_a_date_time",
    ),
    (
        document(summary=(TYPE + TIME).replace("Z<", "<")),
        f"{SUMMARY}/incidentDateTime",
        "not_a_date_time",
    ),
    (
        document(summary=(TYPE + TIME).replace("Z<", "+0100<")),
        f"{SUMMARY}/incidentDateTime",
        "not_a_date_time",
    ),
    (
        document(summary=(TYPE + TIME).replace("2026-01-31T", "2026-01-31 ")),
        f"{SUMMARY}/incidentDateTime",
        "not_a_date_time",
    ),
    (
        document(summary=(TYPE + TIME).replace("13:45:00", "24:00:00")),
        f"{SUMMARY}/incidentDateTime",
        "not_a_date_time",
    ),
    (
        document(summary=(TYPE + TIME).replace("Child Sex", " Child Sex")),
        f"{SUMMARY}/incidentType",
        "not_in_list",
    ),
    (
        document(summary=f"{TYPE}<escalateToHighPriority/>{TIME}"),
        f"{SUMMARY}/escalateToHighPriority",
        "blank",
    ),
    (
        document(summary=f"{TYPE}<escalateToHighPriority> \n</escalateToHighPriority>{TIME}"),
        f"{SUMMARY}/escalateToHighPriority",
        "blank",
    ),
    (incident(""), f"{DETAILS}", "element_missing"),
    (
        incident("<chatImIncident/><emailIncident/>"),
        f"{DETAILS}/emailIncident",
        "element_repeated",
    ),
    (
        incident("<chatImIncident/><chatImIncident/>"),
        f"{DETAILS}/chatImIncident",
        "element_repeated",
    ),
    (incident("<chatIncident/>"), f"{DETAILS}/chatIncident", "unexpected_element"),
    (
        incident("<peer2peerIncident><fileNames/></peer2peerIncident>"),
        f"{DETAILS}/peer2peerIncident/fileNames",
        "file_names_refused",
    ),
    (
        incident("<cellPhoneIncident><latitude>NaN</latitude></cellPhoneIncident>"),
        f"{DETAILS}/cellPhoneIncident/latitude",
        "not_a_number",
    ),
    (law_enforcement("", ' fleaCountry="US"'), f"{LAW}/@fleaCountry", "unexpected_attribute"),
    (law_enforcement("<reportedToLe/>"), f"{LAW}/reportedToLe", "not_a_boolean"),
    (law_enforcement("<reportedToLe>TRUE</reportedToLe>"), f"{LAW}/reportedToLe", "not_a_boolean"),
    (document(before="<lawEnforcement/>"), f"{LAW}/agencyName", "element_missing"),
    (
        document(before="<lawEnforcement><agencyName> </agencyName></lawEnforcement>"),
        f"{LAW}/agencyName",
        "blank",
    ),
    (
        victim("<accountTemporarilyDisabled/>"),
        "/report/victim[1]/accountTemporarilyDisabled",
        "not_a_boolean",
    ),
    (
        victim(f"<{PERMANENT} reenabledDate='2026-03-01T00:00:00Z'>1</{PERMANENT}>"),
        "/report/victim[1]/accountPermanentlyDisabled/@reenabledDate",
        "unexpected_attribute",
    ),
    (
        victim("<ipCaptureEvent/>"),
        "/report/victim[1]/ipCaptureEvent[1]/ipAddress",
        "element_missing",
    ),
    (
        victim("<vehicleDescription/>"),
        "/report/victim[1]/vehicleDescription",
        "unexpected_element",
    ),
    (document(after="<victim/>"), "/report/victim[1]/victimPerson", "element_missing"),
    (
        document(before="<batchedReport reason='VIRAL_POTENTIAL_MEME'/>"),
        "/report/batchedReport",
        "batched_report_refused",
    ),
    (document(root=f' {XSI} xsi:type="report"'), "/report/@type", "unexpected_attribute"),
    (document(root=f' {XSI} xsi:nil="false"'), "/report/@nil", "unexpected_attribute"),
    (document(root=' xml:lang="en"'), "/report/@lang", "unexpected_attribute"),
]


@pytest.mark.parametrize(("data", "path", "code"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused_and_why(data: bytes, path: str, code: str) -> None:
    assert codes(data) == [(path, code)]


def test_a_namespace_is_said_once_and_hides_nothing_else() -> None:
    good = document(root=' xmlns="urn:example:report"')
    assert [found for _, found in codes(good)] == ["namespace"]
    assert examine_report(good).report != Report()
    empty = b"<x:report xmlns:x='urn:example'/>"
    assert [found for _, found in codes(empty)] == ["namespace", *["element_missing"] * 2]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<fileDetails/>", "file_details_refused"),
        (b"<Report/>", "wrong_root"),
        (b"<incidentSummary/>", "wrong_root"),
        (
            b"<reportResponse><responseCode>0</responseCode><responseDescription/></reportResponse>",
            "wrong_root",
        ),
    ],
)
def test_another_root_is_refused(data: bytes, code: str) -> None:
    assert [found for _, found in codes(data)] == [code]
    assert examine_report(data).report == Report()
