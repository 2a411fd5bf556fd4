"""The report and its parts as frozen typed values: the nouns everything else speaks in."""

from tipline.domain.report.incidents import (
    ChatIncident,
    EmailIncident,
    GameIncident,
    Incident,
    NewsgroupIncident,
    OfflineIncident,
    PeerToPeerIncident,
    PhoneIncident,
    WebPageIncident,
)
from tipline.domain.report.part import Part
from tipline.domain.report.person import Address, Contact, Email, Person, Phone
from tipline.domain.report.public import PublicAnswers, Seen
from tipline.domain.report.report import (
    Annotations,
    ForeignLegalProcess,
    LawEnforcement,
    Report,
    Reporter,
    Summary,
)
from tipline.domain.report.subjects import (
    Account,
    AccountPlatform,
    AssociatedAccount,
    Recipient,
    Reported,
    Subject,
    Victim,
)
from tipline.domain.report.traces import (
    Device,
    Disabling,
    EstimatedLocation,
    IpEvent,
    TemporaryDisabling,
)

__all__ = [
    "Account",
    "AccountPlatform",
    "Address",
    "Annotations",
    "AssociatedAccount",
    "ChatIncident",
    "Contact",
    "Device",
    "Disabling",
    "Email",
    "EmailIncident",
    "EstimatedLocation",
    "ForeignLegalProcess",
    "GameIncident",
    "Incident",
    "IpEvent",
    "LawEnforcement",
    "NewsgroupIncident",
    "OfflineIncident",
    "Part",
    "PeerToPeerIncident",
    "Person",
    "Phone",
    "PhoneIncident",
    "PublicAnswers",
    "Recipient",
    "Report",
    "Reported",
    "Reporter",
    "Seen",
    "Subject",
    "Summary",
    "TemporaryDisabling",
    "Victim",
    "WebPageIncident",
]
