"""What the fields of a report are called on a page, and which of them hold free text."""

from typing import Final

FREE_TEXT: Final = frozenset(
    {
        "additional_info",
        "company_template",
        "content",
        "profile_bio",
        "terms_of_service",
        "urgency_reason",
    }
)
"""Fields in which people tell something; hidden until somebody asks for them."""

_LABELS: Final = {
    "about": "About that time",
    "account_id": "Account id",
    "additional_info": "What else was said",
    "address": "Address",
    "addresses": "Address",
    "age_conflict": "Age is contradicted elsewhere",
    "agency": "Agency",
    "all_emails_reported": "All its e-mail addresses are given",
    "at": "When",
    "born": "Born",
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
    "day": "Day",
    "devices": "Devices",
    "display_names": "Shown name",
    "domestic_process_served": "Domestic legal process was served",
    "emails": "E-mail",
    "event": "What happened",
    "incomplete": "Left before the end, sent as chosen",
    "informational": "Marked: for information only",
    "instrumental_use": "Marked: instrumental use",
    "ip_events": "IP addresses",
    "kind": "Kind",
    "language": "Language of the form",
    "legal_url": "Address of the terms for investigators",
    "maybe_proxy": "May be a proxy",
    "minor_to_minor": "Marked: between minors",
    "of": "Of what",
    "phones": "Phone",
    "potential_aggravating_factors": "Marked: possible aggravating factors",
    "prior_reports": "Earlier reports",
    "profile_bio": "Text of the profile",
    "profile_urls": "Profile address",
    "reenabled_at": "Enabled again",
    "relation": "Who tells us",
    "sadistic_online_exploitation": "Marked: sadistic online exploitation",
    "seen": "Seen",
    "sextortion": "Marked: sextortion",
    "spam": "Marked: spam",
    "still_there": "Still there",
    "terms_of_service": "Terms of service",
    "third_party": "On another company's service",
    "third_party_hosted": "Hosted by another company",
    "told_by_reporter": "Told by the reporter",
    "unconfirmed": "Without the browser's proof of work",
    "urgency_reason": "Why it cannot wait",
    "urls": "Web address",
    "zone": "Zone of the clock",
    "zip_code": "Postal code",
}
"""Labels that are not just the field's name."""

HEADINGS: Final = {
    "WebPageIncident": "web page",
    "EmailIncident": "e-mail",
    "NewsgroupIncident": "newsgroup",
    "ChatIncident": "chat or messages",
    "GameIncident": "online game",
    "PhoneIncident": "phone",
    "OfflineIncident": "offline",
    "PeerToPeerIncident": "peer to peer",
}
"""The technology of each kind of incident."""


def label(field: str) -> str:
    """Return what a field is called."""
    return _LABELS.get(field) or field.replace("_", " ").capitalize()
