"""The document as a whole, with its incidents: the single source of schema, decoder and encoder.

Source: CyberTipline API reference, sections 2.1 to 2.5.
"""

from typing import Final

from tipline.codecs.cybertipline.schema import scalars as s
from tipline.codecs.cybertipline.schema import subjects, types
from tipline.codecs.cybertipline.schema.grammar import (
    Attribute,
    Child,
    Group,
    Order,
    Refusal,
    attribute,
    many,
    must,
    one,
    text,
    texts,
)
from tipline.domain import report as r

# 2.3 Internet details


def _incident(
    model: type[r.Part],
    wire: str,
    *children: Child,
    attributes: tuple[Attribute, ...] = (),
    refused: dict[str, Refusal] | None = None,
) -> Child:
    """Return one of the technologies; it fills no field of its own, it *is* the incident."""
    holds = Group(
        name=wire, model=model, children=children, attributes=attributes, refused=refused or {}
    )
    return Child(wire=wire, field="", holds=holds)


_CONTENT: Final = text("content", "content")
_INFO: Final = types.ADDITIONAL_INFO

INCIDENT: Final = Group(
    name="internetDetails",
    model=None,
    order=Order.CHOICE,
    children=(
        _incident(
            r.WebPageIncident,
            "webPageIncident",
            texts("url", "urls"),
            _INFO,
            attributes=(attribute("thirdPartyHostedContent", "third_party_hosted", s.BOOLEAN),),
        ),
        _incident(
            r.EmailIncident,
            "emailIncident",
            many("emailAddress", "emails", types.EMAIL),
            _CONTENT,
            _INFO,
        ),
        _incident(
            r.NewsgroupIncident,
            "newsgroupIncident",
            text("name", "name"),
            many("emailAddress", "emails", types.EMAIL),
            _CONTENT,
            _INFO,
        ),
        _incident(
            r.ChatIncident,
            "chatImIncident",
            text("chatClient", "client"),
            text("chatRoomName", "room"),
            _CONTENT,
            _INFO,
        ),
        _incident(
            r.GameIncident,
            "onlineGamingIncident",
            text("gameName", "game"),
            text("console", "console"),
            _CONTENT,
            _INFO,
        ),
        _incident(
            r.PhoneIncident,
            "cellPhoneIncident",
            one("phoneNumber", "phone", types.PHONE),
            one("latitude", "latitude", s.DEGREES),
            one("longitude", "longitude", s.DEGREES),
            _INFO,
        ),
        _incident(
            r.OfflineIncident,
            "nonInternetIncident",
            text("locationName", "place_name"),
            many("incidentAddress", "addresses", types.ADDRESS),
            _INFO,
        ),
        _incident(
            r.PeerToPeerIncident,
            "peer2peerIncident",
            text("client", "client"),
            types.IP_EVENTS,
            _INFO,
            refused={
                "fileNames": Refusal(
                    code="file_names_refused",
                    message="This service takes facts only, never files or their names:"
                    " leave `fileNames` out.",
                )
            },
        ),
    ),
)

# 2.2, 2.4, 2.5 Summary, law enforcement, reporter

ANNOTATIONS: Final = Group(
    name="reportAnnotations",
    model=r.Annotations,
    order=Order.ANY,
    children=(
        one("sextortion", "sextortion", s.FLAG),
        one("csamSolicitation", "csam_solicitation", s.FLAG),
        one("minorToMinorInteraction", "minor_to_minor", s.FLAG),
        one("spam", "spam", s.FLAG),
        one("sadisticOnlineExploitation", "sadistic_online_exploitation", s.FLAG),
        one("informational", "informational", s.FLAG),
        one("potentialAggravatingFactors", "potential_aggravating_factors", s.FLAG),
        one("instrumentalUse", "instrumental_use", s.FLAG),
    ),
)

SUMMARY: Final = Group(
    name="incidentSummary",
    model=r.Summary,
    children=(
        must("incidentType", "incident_type", s.INCIDENT_TYPE),
        text("platform", "platform"),
        one("escalateToHighPriority", "urgency_reason", s.FILLED_TEXT),
        one("reportAnnotations", "annotations", ANNOTATIONS),
        must("incidentDateTime", "incident_time", s.TIMESTAMP),
        text("incidentDateTimeDescription", "incident_time_meaning"),
    ),
)

FOREIGN_PROCESS: Final = Group(
    name="servedLegalProcessInternational",
    model=r.ForeignLegalProcess,
    content=("served", s.BOOLEAN),
    attributes=(attribute("fleaCountry", "country", s.COUNTRY),),
)

LAW_ENFORCEMENT: Final = Group(
    name="lawEnforcement",
    model=r.LawEnforcement,
    children=(
        must("agencyName", "agency", s.FILLED_TEXT),
        text("caseNumber", "case_number"),
        one("officerContact", "officer", types.CONTACT),
        one("reportedToLe", "told_by_reporter", s.BOOLEAN),
        one("servedLegalProcessDomestic", "domestic_process_served", s.BOOLEAN),
        one("servedLegalProcessInternational", "foreign_process", FOREIGN_PROCESS),
    ),
)

REPORTER: Final = Group(
    name="reporter",
    model=r.Reporter,
    children=(
        must("reportingPerson", "person", types.PERSON),
        one("contactPerson", "contact", types.CONTACT),
        text("companyTemplate", "company_template"),
        text("termsOfService", "terms_of_service"),
        text("legalURL", "legal_url"),
    ),
)

# 2.1 The report

REPORT: Final = Group(
    name="report",
    model=r.Report,
    children=(
        must("incidentSummary", "summary", SUMMARY),
        many("internetDetails", "incidents", INCIDENT),
        one("lawEnforcement", "law_enforcement", LAW_ENFORCEMENT),
        must("reporter", "reporter", REPORTER),
        many("personOrUserReported", "reported", subjects.REPORTED),
        many("intendedRecipient", "recipients", subjects.RECIPIENT),
        many("victim", "victims", subjects.VICTIM),
        _INFO,
    ),
    refused={
        "batchedReport": Refusal(
            code="batched_report_refused",
            message="Batched reports exist for uploaded files, and this service takes facts only:"
            " send one report for each reported user.",
        )
    },
)
