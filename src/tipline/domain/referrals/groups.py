"""Groups of facts, by which an analyst sees and decides what goes to whom."""

from enum import StrEnum


class FactGroup(StrEnum):
    """A part of a report that goes to an agency whole, or not at all."""

    SUMMARY = "summary"
    """Type, time, platform, urgency and annotations."""
    WEB_ADDRESSES = "web_addresses"
    """The web addresses of incidents on web pages, and who hosts them; nothing else of them."""
    INCIDENTS = "incidents"
    """What else is known of what happened on which technology; without narratives."""
    REPORTED = "reported"
    RECIPIENTS = "recipients"
    VICTIMS = "victims"
    CONNECTIONS = "connections"
    """IP events and devices of subjects and incidents; a subject's only if it goes itself."""
    NARRATIVES = "narratives"
    """Free text: `content`, `additional_info`, profile texts; only of what goes itself."""
    ANSWERS = "answers"
    """What a member of the public was asked beyond that; never how to reach them."""
    REPORTING_SERVICE = "reporting_service"
    """Who to call at a reporting service, and its standing texts."""
    LAW_ENFORCEMENT = "law_enforcement"
    """Which agency was already told."""
    REPORTER_CONTACT = "reporter_contact"
    """How a public reporter can be reached; only with their consent, and never by default."""
