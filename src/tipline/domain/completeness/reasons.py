"""Why each group of facts matters to the people who must act, and who says so."""

from typing import Final, NamedTuple


class Reason(NamedTuple):
    """What a group is called, why it matters, and the source of that statement."""

    title: str
    why: str
    source: str


_STATUTE: Final = "18 U.S.C. 2258A(b)"
_STANFORD: Final = "Stanford Internet Observatory, study of the CyberTipline, April 2024"
_DOCUMENTATION: Final = "CyberTipline reporting API documentation, 2025-06-11"

REASONS: Final[dict[str, Reason]] = {
    "time": Reason(
        "Time, and what it means",
        "Records are searched by exact time; a time of discovery taken for the time of the act"
        " leads to the wrong person.",
        f"{_STATUTE}; {_STANFORD}",
    ),
    "reported_account": Reason(
        "Reported account",
        "Legal process is served on an identifier that the service can map back to one account.",
        "Guide of an open CyberTipline client, 2026",
    ),
    "ip_events": Reason(
        "IP address with time, port and event",
        "Behind shared addresses only the source port together with the exact time tells"
        " subscribers apart; the event says whether it was the act or a mere log-in.",
        f"IETF draft-daveor-cgn-logging; {_STANFORD}",
    ),
    "contact_identifiers": Reason(
        "E-mail and phone, and whether verified",
        "They identify a person across services; a verified one was proven to be under the"
        " person's control. Reports without the reported user's e-mail came back as incomplete.",
        f"{_STATUTE}; issues 839 and 843 of the Coop project",
    ),
    "channel": Reason(
        "Channel: where it happened",
        "It tells which records exist and whom to ask for them.",
        f"{_DOCUMENTATION}; issue 27 of the Coop project",
    ),
    "victim": Reason(
        "Victim",
        "A child can only be protected by someone who can find the child.",
        "NCMEC, Global Platform for Child Exploitation Policy, reporting by online platforms",
    ),
    "place": Reason(
        "Place",
        "The place decides who has jurisdiction; more than a million reports of 2021 named no"
        " country at all.",
        f"{_STATUTE}; NCMEC reports by country, 2021",
    ),
    "prior_reports": Reason(
        "Earlier reports",
        "Cited numbers put a follow-up beside what is already being worked on.",
        f"{_DOCUMENTATION}, priorCTReports",
    ),
    "urgency_reason": Reason(
        "Reason for urgency",
        "If a child is at risk now, the reason makes the recipient look at once. Leave it out"
        " otherwise: this is not a measure of how serious a report is.",
        f"{_DOCUMENTATION}, escalateToHighPriority",
    ),
    "reporter_contact": Reason(
        "Contact of the reporter",
        "Investigators need to know whom to call, how to serve process and how long data is kept.",
        f"{_DOCUMENTATION}, contactPerson and companyTemplate; 18 U.S.C. 2258A(a)(1)(B)",
    ),
}
"""The groups of facts, most useful first. Source: CyberTipline API reference, section 6."""
