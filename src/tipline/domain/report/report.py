"""The report itself: one submission through a door, immutable, whoever made it.

Identity, state and time of arrival belong to the store; only what was stated is here.
Source: CyberTipline API reference, sections 2.1, 2.2, 2.4 and 2.5.
"""

from tipline.domain.places import CountryCode
from tipline.domain.report.incidents import Incident
from tipline.domain.report.part import Part
from tipline.domain.report.person import Contact, Person
from tipline.domain.report.public import PublicAnswers
from tipline.domain.report.subjects import Recipient, Reported, Victim
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import IncidentType


class Annotations(Part, frozen=True, kw_only=True):
    """Marks the reporter sets; each is either set or not (section 2.2.2)."""

    sextortion: bool = False
    csam_solicitation: bool = False
    minor_to_minor: bool = False
    spam: bool = False
    sadistic_online_exploitation: bool = False
    informational: bool = False
    potential_aggravating_factors: bool = False
    instrumental_use: bool = False


class Summary(Part, frozen=True, kw_only=True):
    """What kind of incident, when, and why it cannot wait, by the reporter's own word.

    A provider always gives type and time; a member of the public may know neither. What
    `incident_time` denotes (the act, its discovery, ...) is said in `incident_time_meaning`.
    """

    incident_type: IncidentType | None = None
    platform: str | None = None
    urgency_reason: str | None = None
    annotations: Annotations = Annotations()
    incident_time: Timestamp | None = None
    incident_time_meaning: str | None = None


class ForeignLegalProcess(Part, frozen=True, kw_only=True):
    """Whether foreign legal process was received, and from which country."""

    served: bool
    country: CountryCode | None = None


class LawEnforcement(Part, frozen=True, kw_only=True):
    """The agency that was already told, or that asked."""

    agency: str
    case_number: str | None = None
    officer: Contact | None = None
    told_by_reporter: bool | None = None
    domestic_process_served: bool | None = None
    foreign_process: ForeignLegalProcess | None = None


class Reporter(Part, frozen=True, kw_only=True):
    """Who reports, whom to call back, and the standing texts of the reporting service."""

    person: Person = Person()
    contact: Contact | None = None
    company_template: str | None = None
    terms_of_service: str | None = None
    legal_url: str | None = None


class Report(Part, frozen=True, kw_only=True):
    """One submission: what happened, who is involved, who says so.

    Facts only: there is no place for a file, its name or its hash (DESIGN.md, section 1).
    """

    summary: Summary = Summary()
    incidents: tuple[Incident, ...] = ()
    law_enforcement: LawEnforcement | None = None
    reporter: Reporter = Reporter()
    reported: tuple[Reported, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    victims: tuple[Victim, ...] = ()
    additional_info: str | None = None
    public: PublicAnswers | None = None
