"""The words of referrals: grounds, groups of facts, states, channels, answers and reasons."""

from typing import Final, NamedTuple

from tipline.domain.directory.agency import AgencyKind, Channel
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.states import (
    AnswerKind,
    DeclineReason,
    DeliveryState,
    OutcomeCode,
    OverrideReason,
    ReferralState,
    StopReason,
)
from tipline.domain.routing.finding import Confidence, EvidenceKind, Ground
from tipline.ports.referrals.delivery import Trouble

GROUNDS: Final = {
    Ground.OFFENCE: "Where it happened",
    Ground.SUSPECT: "Where the reported person is",
    Ground.VICTIM: "Where the child is",
    Ground.HOST: "Where it is hosted",
    Ground.REPORTER: "Where the reporter is",
}

EVIDENCE: Final = {
    EvidenceKind.DOMAIN: "Country code of a domain",
    EvidenceKind.LOCALE: "Language or time zone of an account",
    EvidenceKind.IP: "Registry country of an IP address",
    EvidenceKind.ZIP: "Postal code",
    EvidenceKind.PHONE: "Code of a phone number",
    EvidenceKind.ADDRESS: "Address, or a place the service verified",
    EvidenceKind.STATED: "Place that was stated as such",
}

CONFIDENCE: Final = {
    Confidence.HIGH: "High",
    Confidence.MEDIUM: "Medium",
    Confidence.LOW: "Low",
}

SOURCES: Final = {"registry": "the registries' table", "operator": "your own table"}
"""The tables that are asked for IP addresses."""


class Words(NamedTuple):
    """What something is called, and what that means."""

    name: str
    meaning: str


GROUPS: Final = {
    FactGroup.SUMMARY: Words("Summary", "Type, time, platform, urgency and marks."),
    FactGroup.WEB_ADDRESSES: Words(
        "Web addresses", "Of incidents on web pages, and who hosts them; nothing else of them."
    ),
    FactGroup.INCIDENTS: Words(
        "Incidents", "What else happened on which technology; without free text."
    ),
    FactGroup.REPORTED: Words(
        "Reported people and accounts", "Names, accounts, e-mail addresses, phones, places."
    ),
    FactGroup.RECIPIENTS: Words("Recipients", "Who was sent it."),
    FactGroup.VICTIMS: Words("Children", "Who the children are, as far as stated."),
    FactGroup.CONNECTIONS: Words(
        "Connections",
        "IP addresses with time and port, and devices; a person's only if the person goes.",
    ),
    FactGroup.NARRATIVES: Words(
        "Free text", "What people wrote, and texts of profiles; only of what goes itself."
    ),
    FactGroup.ANSWERS: Words(
        "Answers of the public", "What the form asked beyond that; never how to reach them."
    ),
    FactGroup.REPORTING_SERVICE: Words(
        "Reporting service", "Whom to call there, and its standing texts."
    ),
    FactGroup.LAW_ENFORCEMENT: Words("Law enforcement", "Which agency was told already."),
    FactGroup.REPORTER_CONTACT: Words(
        "How to reach the reporter", "Only with the reporter's consent, and never by default."
    ),
}

KINDS: Final = {
    AgencyKind.CLEARING_HOUSE: "clearing house",
    AgencyKind.TASK_FORCE: "task force",
    AgencyKind.FEDERAL_OFFICE: "federal office",
    AgencyKind.NATIONAL_POLICE: "national police",
    AgencyKind.LOCAL_POLICE: "local police",
    AgencyKind.ARTICLE_18: "contact for Article 18 DSA",
    AgencyKind.HOTLINE: "hotline",
    AgencyKind.REGULATOR: "regulator",
    AgencyKind.HOSTER: "hosting provider",
}

CHANNELS: Final = {
    Channel.DOWNLOAD: "An analyst downloads it and hands it over",
    Channel.EMAIL: "E-mail, encrypted to the agency's key",
    Channel.HTTPS: "HTTPS, encrypted to the agency's key",
    Channel.SFTP: "SFTP, encrypted to the agency's key",
}

STATES: Final = {
    ReferralState.PREPARING: Words("Not released", "The agency was chosen; nothing has left."),
    ReferralState.RELEASED: Words("On its way", "It was released and has not arrived yet."),
    ReferralState.DELIVERED: Words("Delivered", "It left; the agency has not answered."),
    ReferralState.ACKNOWLEDGED: Words("Acknowledged", "The agency says that it has it."),
    ReferralState.DECLINED: Words("Declined", "The agency will not act on it."),
    ReferralState.OUTCOME: Words("Outcome", "The agency said what came of it."),
    ReferralState.WITHDRAWN: Words("Withdrawn", "Nothing more of it leaves."),
}

DELIVERIES: Final = {
    DeliveryState.WAITING: Words("Waits to be sent", "It is sent as soon as it is due."),
    DeliveryState.SENDING: Words("Being sent", "An attempt is under way."),
    DeliveryState.UNSURE: Words(
        "May have left", "The agency's end is looked at before it is sent again."
    ),
    DeliveryState.UNKNOWN: Words(
        "Nobody knows whether it left",
        "It may have arrived, and nobody can look. Ask the agency, then say what you found out.",
    ),
    DeliveryState.FAILED: Words(
        "Did not leave", "It will not be sent again by itself. Say what is to be done."
    ),
    DeliveryState.FOR_PICKUP: Words(
        "Waits for you",
        "Download the package, and hand it over by the agency's own portal or by post.",
    ),
    DeliveryState.SENT: Words("Delivered", "The agency's end has it."),
    DeliveryState.PICKED_UP: Words("Downloaded", "Somebody here has it, to hand it over."),
    DeliveryState.STOPPED: Words(
        "Stopped", "A newer version took its place, or the referral was withdrawn."
    ),
}

TROUBLES: Final = {
    Trouble.NO_CONNECTION: "there was no connection",
    Trouble.TIMED_OUT: "it took too long",
    Trouble.BROKE_OFF: "the connection ended before the answer",
    Trouble.NOT_TRUSTED: "the agency's end could not prove who it is",
    Trouble.LOG_IN: "our credential was refused or cannot be used",
    Trouble.REFUSED: "it was refused",
    Trouble.NOT_NOW: "the agency's end asked to try again later",
    Trouble.BAD_ADDRESS: "the address is none this channel can use",
    Trouble.NOT_THERE: "it was looked for and is not there",
    Trouble.CANNOT_LOOK: "nobody can look there",
    Trouble.INTERRUPTED: "whoever sent it was stopped in the middle",
    Trouble.NO_PACKAGE: "there is no package for it",
}

ANSWERS: Final = {
    AnswerKind.ACKNOWLEDGED: "Acknowledged: they have it",
    AnswerKind.DECLINED: "Declined",
    AnswerKind.REDIRECTED: "Declined, and named another",
    AnswerKind.OUTCOME: "Outcome",
}

DECLINED: Final = {
    DeclineReason.NOT_OUR_JURISDICTION: "not their jurisdiction",
    DeclineReason.NOT_OUR_TASK: "not their task",
    DeclineReason.INSUFFICIENT_INFORMATION: "not enough information",
    DeclineReason.ALREADY_KNOWN: "known to them already",
    DeclineReason.CANNOT_OPEN: "they cannot open the package",
    DeclineReason.OTHER: "another reason",
}

OUTCOMES: Final = {
    OutcomeCode.UNDER_INVESTIGATION: "under investigation",
    OutcomeCode.CHILD_SAFE: "the child is safe",
    OutcomeCode.SUSPECT_IDENTIFIED: "the suspect is identified",
    OutcomeCode.INSUFFICIENT_INFORMATION: "not enough information",
    OutcomeCode.NOT_OUR_JURISDICTION: "not their jurisdiction",
    OutcomeCode.ALREADY_KNOWN: "known to them already",
    OutcomeCode.CLOSED_WITHOUT_ACTION: "closed without action",
    OutcomeCode.OTHER: "another outcome",
}

OVERRIDES: Final = {
    OverrideReason.LOCAL_KNOWLEDGE: "We know this place better than the rules do",
    OverrideReason.AGENCY_ASKED: "The agency asked for it",
    OverrideReason.ALREADY_INVESTIGATING: "This agency investigates already",
    OverrideReason.REDIRECTED: "Another agency named it",
    OverrideReason.FASTER: "It is faster",
    OverrideReason.RECOMMENDATION_WRONG: "The recommendation is wrong",
    OverrideReason.OTHER: "Another reason",
}
"""Why an agency is chosen that was not recommended."""

LEFT_OUT: Final = {
    OverrideReason.LOCAL_KNOWLEDGE: "We know this place better than the rules do",
    OverrideReason.ALREADY_INVESTIGATING: "Another agency investigates already",
    OverrideReason.FASTER: "Another agency is faster",
    OverrideReason.RECOMMENDATION_WRONG: "The recommendation is wrong",
    OverrideReason.OTHER: "Another reason",
}
"""Why an agency is left out that was recommended."""

STOPS: Final = {
    StopReason.WRONG_AGENCY: ("Wrong agency", "It should never have gone there."),
    StopReason.FACTS_WRONG: ("Facts are wrong", "Something in it turned out to be untrue."),
    StopReason.DUPLICATE: ("Duplicate", "The agency has it by another way."),
    StopReason.NOT_NEEDED: ("Not needed", "Nothing is to be done there."),
    StopReason.MISTAKE: ("Mistake", "It was released by mistake."),
}
