"""The typical document as xsdata models, as its generator would lay them out.

Only the elements and attributes that occur in it, in the schema's order, typed as far as they go.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from lxml import etree
from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata.formats.dataclass.parsers.handlers import LxmlEventHandler
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.models.datatype import XmlDate, XmlDateTime


def _element(name: str, *, required: bool = False) -> dict[str, object]:
    return {"type": "Element", "name": name} | ({"required": True} if required else {})


def _attribute(name: str) -> dict[str, object]:
    return {"type": "Attribute", "name": name}


class Event(StrEnum):
    """What happened."""

    LOGIN = "Login"
    REGISTRATION = "Registration"
    PURCHASE = "Purchase"
    UPLOAD = "Upload"
    OTHER = "Other"
    UNKNOWN = "Unknown"


class PhoneKind(StrEnum):
    """What a phone is used for."""

    MOBILE = "Mobile"
    HOME = "Home"
    BUSINESS = "Business"
    WORK = "Work"
    FAX = "Fax"
    INTERNET = "Internet"
    RECOVERY = "Recovery"


class EmailKind(StrEnum):
    """What an e-mail address is used for."""

    HOME = "Home"
    WORK = "Work"
    BUSINESS = "Business"
    RECOVERY = "Recovery"


@dataclass(kw_only=True)
class Summary:
    """`incidentSummary`."""

    incident_type: str = field(metadata=_element("incidentType", required=True))
    platform: str | None = field(default=None, metadata=_element("platform"))
    incident_time: XmlDateTime = field(metadata=_element("incidentDateTime", required=True))
    incident_time_meaning: str | None = field(
        default=None, metadata=_element("incidentDateTimeDescription")
    )


@dataclass(kw_only=True)
class Chat:
    """`chatImIncident`."""

    client: str | None = field(default=None, metadata=_element("chatClient"))
    room: str | None = field(default=None, metadata=_element("chatRoomName"))
    content: str | None = field(default=None, metadata=_element("content"))
    additional_info: str | None = field(default=None, metadata=_element("additionalInfo"))


@dataclass(kw_only=True)
class Incident:
    """`internetDetails`, with the one technology that occurs."""

    chat: Chat | None = field(default=None, metadata=_element("chatImIncident"))


@dataclass(kw_only=True)
class Phone:
    """`phone`, with the attributes that occur."""

    number: str = field(default="", metadata={"required": True})
    kind: PhoneKind | None = field(default=None, metadata=_attribute("type"))
    verified: bool | None = field(default=None, metadata=_attribute("verified"))
    calling_code: str | None = field(default=None, metadata=_attribute("countryCallingCode"))


@dataclass(kw_only=True)
class Email:
    """`email`."""

    address: str = field(default="", metadata={"required": True})
    kind: EmailKind | None = field(default=None, metadata=_attribute("type"))
    verified: bool | None = field(default=None, metadata=_attribute("verified"))
    verified_at: XmlDateTime | None = field(default=None, metadata=_attribute("verificationDate"))


@dataclass(kw_only=True)
class Person:
    """Any person; a contact is one without age."""

    first_name: str | None = field(default=None, metadata=_element("firstName"))
    last_name: str | None = field(default=None, metadata=_element("lastName"))
    phones: list[Phone] = field(default_factory=list, metadata=_element("phone"))
    emails: list[Email] = field(default_factory=list, metadata=_element("email"))
    age: int | None = field(default=None, metadata=_element("age"))
    born: XmlDate | None = field(default=None, metadata=_element("dateOfBirth"))


@dataclass(kw_only=True)
class Reporter:
    """`reporter`."""

    person: Person = field(metadata=_element("reportingPerson", required=True))
    contact: Person | None = field(default=None, metadata=_element("contactPerson"))
    company_template: str | None = field(default=None, metadata=_element("companyTemplate"))
    terms_of_service: str | None = field(default=None, metadata=_element("termsOfService"))
    legal_url: str | None = field(default=None, metadata=_element("legalURL"))


@dataclass(kw_only=True)
class IpEvent:
    """`ipCaptureEvent`."""

    address: str = field(metadata=_element("ipAddress", required=True))
    event: Event | None = field(default=None, metadata=_element("eventName"))
    at: XmlDateTime | None = field(default=None, metadata=_element("dateTime"))
    port: int | None = field(default=None, metadata=_element("port"))


@dataclass(kw_only=True)
class Device:
    """`deviceId`."""

    kind: str = field(metadata=_element("idType", required=True))
    value: str = field(metadata=_element("idValue", required=True))
    event: Event | None = field(default=None, metadata=_element("eventName"))
    at: XmlDateTime | None = field(default=None, metadata=_element("dateTime"))


@dataclass(kw_only=True)
class Reported:
    """`personOrUserReported`."""

    person: Person | None = field(default=None, metadata=_element("personOrUserReportedPerson"))
    account_id: str | None = field(default=None, metadata=_element("espIdentifier"))
    service: str | None = field(default=None, metadata=_element("espService"))
    screen_name: str | None = field(default=None, metadata=_element("screenName"))
    display_names: list[str] = field(default_factory=list, metadata=_element("displayName"))
    profile_urls: list[str] = field(default_factory=list, metadata=_element("profileUrl"))
    ip_events: list[IpEvent] = field(default_factory=list, metadata=_element("ipCaptureEvent"))
    devices: list[Device] = field(default_factory=list, metadata=_element("deviceId"))
    additional_info: str | None = field(default=None, metadata=_element("additionalInfo"))


@dataclass(kw_only=True)
class Victim:
    """`victim`."""

    person: Person = field(metadata=_element("victimPerson", required=True))
    account_id: str | None = field(default=None, metadata=_element("espIdentifier"))
    screen_name: str | None = field(default=None, metadata=_element("screenName"))


@dataclass(kw_only=True)
class Report:
    """`report`."""

    class Meta:
        """How xsdata is told the element's name."""

        name = "report"

    summary: Summary = field(metadata=_element("incidentSummary", required=True))
    incidents: list[Incident] = field(default_factory=list, metadata=_element("internetDetails"))
    reporter: Reporter = field(metadata=_element("reporter", required=True))
    reported: list[Reported] = field(
        default_factory=list, metadata=_element("personOrUserReported")
    )
    victims: list[Victim] = field(default_factory=list, metadata=_element("victim"))


_CONTEXT: Final = XmlContext()
_STRICT: Final = ParserConfig(fail_on_converter_warnings=True)
_PARSER: Final = XmlParser(config=_STRICT, context=_CONTEXT, handler=LxmlEventHandler)
"""One parser for all documents, on lxml: models are looked at once, as xsdata advises."""


def read(data: bytes) -> Report:
    """Return the typed report of a document, which xsdata parses with lxml."""
    report: Report = _PARSER.from_bytes(data, Report)
    return report


def read_tree(root: etree._Element) -> Report:
    """Return the typed report of a document that is parsed already."""
    report: Report = _PARSER.parse(root, Report)
    return report


def write(report: Report) -> bytes:
    """Return the document again, to compare what was read."""
    text: str = XmlSerializer(context=_CONTEXT).render(report)
    return text.encode()
