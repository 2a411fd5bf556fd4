"""What fields, roles, kinds and places are called in print."""

from datetime import UTC, date
from decimal import Decimal
from enum import Enum
from typing import Any, Final, cast

import pycountry

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.places import Place
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.routing.finding import EvidenceKind
from tipline.domain.sightings import Role
from tipline.domain.timestamp import Timestamp

_LABELS: Final = {
    "about": "About that time",
    "account_id": "Account id",
    "additional_info": "What else was said",
    "addresses": "Address",
    "age": "Age as stated",
    "age_conflict": "Age is contradicted elsewhere",
    "all_emails_reported": "All its e-mail addresses are given",
    "at": "When",
    "case_number": "Case number there",
    "category": "What kind of thing, as chosen",
    "child_age": "About how old the child is",
    "child_can_be_found": "The child can be found by the person",
    "child_knows": "The child knows of this report",
    "child_safe_now": "The child is safe now",
    "client": "Program",
    "company_template": "Standing text of the service",
    "compromised": "Was taken over by somebody else",
    "consent_version": "Version of the consent text",
    "contact_is_private": "Contact is private",
    "contact_may_go_to_police": "Contact may go to the police",
    "content": "What was written",
    "csam_solicitation": "Marked: asked for abuse material",
    "danger_now": "Somebody is in danger now",
    "display_names": "Shown name",
    "domestic_process_served": "Domestic legal process was served",
    "emails": "E-mail",
    "event": "What happened",
    "incomplete": "Left before the end, sent as chosen",
    "informational": "Marked: for information only",
    "instrumental_use": "Marked: instrumental use",
    "ip_events": "IP events",
    "language": "Language of the form",
    "legal_url": "Address of the terms for investigators",
    "location": "Place, as the service believes",
    "maybe_proxy": "May be a proxy",
    "minor_to_minor": "Marked: between minors",
    "permanently_disabled": "Account disabled for good",
    "phones": "Phone",
    "potential_aggravating_factors": "Marked: possible aggravating factors",
    "prior_reports": "Earlier reports",
    "profile_bio": "Text of the profile",
    "profile_urls": "Profile address",
    "reenabled_at": "Enabled again",
    "relation": "Who tells us",
    "sadistic_online_exploitation": "Marked: sadistic online exploitation",
    "sextortion": "Marked: sextortion",
    "spam": "Marked: spam",
    "temporarily_disabled": "Account disabled for a while",
    "terms_of_service": "Terms of service",
    "third_party": "On another company's service",
    "third_party_hosted": "Hosted by another company",
    "told_by_reporter": "Told by the reporter",
    "unconfirmed": "Came without the browser's proof of work",
    "urgency_reason": "Why it cannot wait",
    "urls": "Web address",
    "zone": "Zone of the clock",
    "zip_code": "Postal code",
}
"""Labels that are not just the field's name. The desk has its own, in `doors/desk/facts`."""

TECHNOLOGIES: Final = {
    "WebPageIncident": "web page",
    "EmailIncident": "e-mail",
    "NewsgroupIncident": "newsgroup",
    "ChatIncident": "chat or messages",
    "GameIncident": "online game",
    "PhoneIncident": "phone",
    "OfflineIncident": "offline",
    "PeerToPeerIncident": "peer to peer",
}

ROLES: Final = {
    Role.REPORTED: "Reported person or account",
    Role.RECIPIENT: "Recipient",
    Role.VICTIM: "Child",
    Role.REPORTER: "Reporter",
    Role.INCIDENT: "Incident",
}

KINDS: Final = {
    IdentifierKind.EMAIL: "e-mail",
    IdentifierKind.PROFILE_URL: "profile address",
    IdentifierKind.URL: "web address",
    IdentifierKind.IP: "IP address",
    IdentifierKind.PRIOR_REPORT: "earlier report",
}

GROUPS: Final = {
    FactGroup.SUMMARY: "type, time, platform, urgency, marks",
    FactGroup.INCIDENTS: "incidents",
    FactGroup.WEB_ADDRESSES: "web addresses",
    FactGroup.REPORTED: "reported persons and accounts",
    FactGroup.RECIPIENTS: "recipients",
    FactGroup.VICTIMS: "children",
    FactGroup.CONNECTIONS: "IP events and devices",
    FactGroup.NARRATIVES: "free text",
    FactGroup.ANSWERS: "answers of a public reporter",
    FactGroup.REPORTING_SERVICE: "contact and standing texts of the reporting service",
    FactGroup.LAW_ENFORCEMENT: "the agency that was already told",
    FactGroup.REPORTER_CONTACT: "how the reporter can be reached",
}

EVIDENCE: Final = {
    EvidenceKind.DOMAIN: "country code of a domain",
    EvidenceKind.LOCALE: "language or time zone",
    EvidenceKind.IP: "country of an IP address",
    EvidenceKind.ZIP: "postal code",
    EvidenceKind.PHONE: "phone number",
    EvidenceKind.ADDRESS: "address or verified place",
    EvidenceKind.STATED: "place as stated",
}

_PARTS: Final = {
    "incidents": "incident",
    "reported": "reported person or account",
    "recipients": "recipient",
    "victims": "child",
    "associated_accounts": "other account",
    "ip_events": "IP event",
    "public": "answers",
}


def label(field: str) -> str:
    """Return what a field is called."""
    return _LABELS.get(field) or field.replace("_", " ").capitalize()


def kind_name(kind: IdentifierKind) -> str:
    """Return what a kind of identifier is called."""
    return KINDS.get(kind, kind.value.replace("_", " "))


def group_name(group: FactGroup) -> str:
    """Return what a group of facts holds."""
    return GROUPS.get(group, group.value.replace("_", " "))


def pointed(pointer: str) -> str:
    """Return what a JSON Pointer leads to, in words; counts from one. Anything else stays."""
    if not pointer.startswith("/"):
        return pointer or "the whole report"
    words: list[str] = []
    for token in pointer.split("/")[1:]:
        if token.isdigit() and words:
            words[-1] += f" {int(token) + 1}"
        else:
            words.append(_PARTS.get(token) or label(token).lower())
    return ", ".join(words)


def moment(at: Timestamp | None) -> str:
    """Return a moment in UTC, to the second; as stated if the calendar has no such moment in UTC.

    Nothing if it is not known.
    """
    if at is None:
        return ""
    try:
        in_utc = at.instant.astimezone(UTC)
    except OverflowError:
        return str.__str__(at)
    return f"{in_utc.replace(tzinfo=None).isoformat(' ', 'seconds')} UTC"


def country_name(code: str) -> str:
    """Return a country's usual English name with its code, or the code alone."""
    found = cast("Any", pycountry.countries).get(alpha_2=code)
    if found is None:
        return code
    return f"{getattr(found, 'common_name', found.name)} ({code})"


def place_name(place: Place) -> str:
    """Return a place by name, the largest part first; counties have only their FIPS number."""
    words = [country_name(place.country)]
    if place.subdivision is not None:
        found = cast("Any", pycountry.subdivisions).get(code=place.subdivision)
        code = place.subdivision
        words.append(code if found is None else f"{found.name} ({code})")
    if place.county is not None:
        words.append(f"county {place.county} (FIPS)")
    return ", ".join(words)


def worded(value: object) -> str:
    """Return one stated value as text; moments in UTC and as they were stated."""
    match value:
        case bool():
            words = "yes" if value else "no"
        case Enum():
            words = str(value.value).replace("_", " ")
        case Timestamp():
            words = f"{moment(value)}, stated as {str.__str__(value)}"
        case date():
            words = value.isoformat()
        case Decimal():
            words = f"{value:f}"
        case _:
            words = str(value)
    return words
