"""The shapes of the grammar answer what the decoder, the diagnosis and the encoder ask."""

import pytest

from tests.laws.strategies import groups
from tipline.codecs.cybertipline.schema import types
from tipline.codecs.cybertipline.schema.grammar import Group, Order
from tipline.codecs.cybertipline.schema.report import INCIDENT, REPORT
from tipline.domain.report import ChatIncident, Part


def test_a_child_is_found_by_its_element() -> None:
    child = REPORT.child_for("victim")
    assert child is not None
    assert (child.field, child.many, child.required) == ("victims", True, False)
    assert REPORT.child_for("Victim") is None


def test_a_child_is_found_by_its_field() -> None:
    child = REPORT.child_by_field("victims")
    assert child is REPORT.child_for("victim")
    assert REPORT.child_by_field("victim") is None


def test_a_field_has_a_name_on_the_wire() -> None:
    assert REPORT.wire_of("reported") == "personOrUserReported"
    assert types.PHONE.wire_of("calling_code") == "@countryCallingCode"
    assert types.PHONE.wire_of("number") == "number"


def test_a_choice_finds_the_child_for_a_value() -> None:
    assert INCIDENT.child_of(ChatIncident()).wire == "chatImIncident"


@pytest.mark.parametrize("group", groups().values(), ids=groups())
def test_names_are_not_given_twice(group: Group) -> None:
    wires = [child.wire for child in group.children]
    names = [name for entry in group.attributes for name in (entry.wire, *entry.also)]
    assert len({*wires}) == len(wires)
    assert len({*names}) == len(names)
    assert not {*wires} & {*group.refused}


@pytest.mark.parametrize("group", groups().values(), ids=groups())
def test_a_group_is_of_one_kind(group: Group) -> None:
    assert not (group.children and group.content)
    assert (group.model is None) == (group.order is Order.CHOICE)
    if group.model is not None:
        assert issubclass(group.model, Part)
    if group.order is not Order.SEQUENCE:
        assert not any(child.required or child.many for child in group.children)


def order_of(name: str) -> str:
    return " ".join(child.wire for child in groups()[name].children)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "report",
            (
                "incidentSummary internetDetails lawEnforcement reporter personOrUserReported"
                " intendedRecipient victim additionalInfo"
            ),
        ),
        (
            "incidentSummary",
            (
                "incidentType platform escalateToHighPriority reportAnnotations incidentDateTime"
                " incidentDateTimeDescription"
            ),
        ),
        (
            "lawEnforcement",
            (
                "agencyName caseNumber officerContact reportedToLe servedLegalProcessDomestic"
                " servedLegalProcessInternational"
            ),
        ),
        ("reporter", "reportingPerson contactPerson companyTemplate termsOfService legalURL"),
        (
            "personOrUserReported",
            (
                "personOrUserReportedPerson vehicleDescription espIdentifier espService"
                " compromisedAccount screenName displayName profileUrl profileBio ipCaptureEvent"
                " deviceId thirdPartyUserReported priorCTReports groupIdentifier"
                " accountTemporarilyDisabled accountPermanentlyDisabled estimatedLocation"
                " allEmailsReported associatedAccount additionalInfo"
            ),
        ),
        (
            "intendedRecipient",
            (
                "intendedRecipientPerson espIdentifier espService compromisedAccount screenName"
                " displayName profileUrl profileBio ipCaptureEvent deviceId priorCTReports"
                " groupIdentifier accountTemporarilyDisabled accountPermanentlyDisabled"
                " estimatedLocation allEmailsReported additionalInfo"
            ),
        ),
        (
            "victim",
            (
                "victimPerson espIdentifier espService compromisedAccount screenName displayName"
                " profileUrl profileBio ipCaptureEvent deviceId schoolName priorCTReports"
                " accountTemporarilyDisabled accountPermanentlyDisabled estimatedLocation"
                " allEmailsReported associatedAccount additionalInfo"
            ),
        ),
        (
            "associatedAccount",
            (
                "platform firstName middleName lastName approximateAge ageAssertionDiscrepancy"
                " dateOfBirth phone email allEmailsReported address espService espIdentifier"
                " profileUrl screenName displayName profileBio groupIdentifier compromisedAccount"
                " accountTemporarilyDisabled accountPermanentlyDisabled ipCaptureEvent deviceId"
                " priorCTReport additionalInfo"
            ),
        ),
        (
            "person",
            "firstName lastName phone email address age ageAssertionDiscrepancy dateOfBirth",
        ),
        ("contactPerson", "firstName lastName phone email address"),
        ("ipCaptureEvent", "ipAddress eventName dateTime possibleProxy port"),
        ("deviceId", "idType idValue eventName dateTime"),
        ("address", "address city zipCode state nonUsaState country"),
        ("estimatedLocation", "city region countryCode"),
        ("webPageIncident", "url additionalInfo"),
        ("emailIncident", "emailAddress content additionalInfo"),
        ("newsgroupIncident", "name emailAddress content additionalInfo"),
        ("chatImIncident", "chatClient chatRoomName content additionalInfo"),
        ("onlineGamingIncident", "gameName console content additionalInfo"),
        ("cellPhoneIncident", "phoneNumber latitude longitude additionalInfo"),
        ("nonInternetIncident", "locationName incidentAddress additionalInfo"),
        ("peer2peerIncident", "client ipCaptureEvent additionalInfo"),
    ],
)
def test_the_order_is_the_public_one(name: str, expected: str) -> None:
    """API reference, sections 2.1 to 2.11, written out a second time on purpose."""
    assert order_of(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("phone", "type verified verificationDate countryCallingCode extension"),
        ("email", "type verified verificationDate"),
        ("address", "type"),
        ("estimatedLocation", "verified timestamp"),
        (
            "accountTemporarilyDisabled",
            "disabledDate userNotified userNotifiedDate reenabledDate",
        ),
        ("accountPermanentlyDisabled", "disabledDate userNotified userNotifiedDate"),
        ("associatedAccount", "type"),
        ("associatedPlatform", "thirdPartyUser"),
        ("servedLegalProcessInternational", "fleaCountry"),
        ("webPageIncident", "thirdPartyHostedContent"),
        ("lawEnforcement", ""),
        ("victim", ""),
    ],
)
def test_the_attributes_are_the_public_ones(name: str, expected: str) -> None:
    assert " ".join(entry.wire for entry in groups()[name].attributes) == expected
