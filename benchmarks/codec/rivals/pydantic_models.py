"""The typical document as pydantic-xml models: what a provider would write by hand.

Only the elements and attributes that occur in it, in the schema's order, typed as far as they go.
"""

from datetime import date, datetime
from typing import ClassVar, Literal

from lxml import etree
from pydantic_xml import BaseXmlModel, attr, element

Event = Literal["Login", "Registration", "Purchase", "Upload", "Other", "Unknown"]
PhoneKind = Literal["Mobile", "Home", "Business", "Work", "Fax", "Internet", "Recovery"]
EmailKind = Literal["Home", "Work", "Business", "Recovery"]


class Summary(BaseXmlModel):
    """`incidentSummary`."""

    incident_type: str = element(tag="incidentType")
    platform: str | None = element(tag="platform", default=None)
    incident_time: datetime = element(tag="incidentDateTime")
    incident_time_meaning: str | None = element(tag="incidentDateTimeDescription", default=None)


class Chat(BaseXmlModel):
    """`chatImIncident`."""

    client: str | None = element(tag="chatClient", default=None)
    room: str | None = element(tag="chatRoomName", default=None)
    content: str | None = element(tag="content", default=None)
    additional_info: str | None = element(tag="additionalInfo", default=None)


class Incident(BaseXmlModel):
    """`internetDetails`, with the one technology that occurs."""

    chat: Chat | None = element(tag="chatImIncident", default=None)


class Phone(BaseXmlModel):
    """`phone`, with the attributes that occur."""

    number: str
    kind: PhoneKind | None = attr(name="type", default=None)
    verified: bool | None = attr(name="verified", default=None)
    calling_code: str | None = attr(name="countryCallingCode", default=None)


class Email(BaseXmlModel):
    """`email`."""

    address: str
    kind: EmailKind | None = attr(name="type", default=None)
    verified: bool | None = attr(name="verified", default=None)
    verified_at: datetime | None = attr(name="verificationDate", default=None)


class Person(BaseXmlModel):
    """Any person; a contact is one without age."""

    first_name: str | None = element(tag="firstName", default=None)
    last_name: str | None = element(tag="lastName", default=None)
    phones: list[Phone] = element(tag="phone", default=[])
    emails: list[Email] = element(tag="email", default=[])
    age: int | None = element(tag="age", default=None)
    born: date | None = element(tag="dateOfBirth", default=None)


class Reporter(BaseXmlModel):
    """`reporter`."""

    person: Person = element(tag="reportingPerson")
    contact: Person | None = element(tag="contactPerson", default=None)
    company_template: str | None = element(tag="companyTemplate", default=None)
    terms_of_service: str | None = element(tag="termsOfService", default=None)
    legal_url: str | None = element(tag="legalURL", default=None)


class IpEvent(BaseXmlModel):
    """`ipCaptureEvent`."""

    address: str = element(tag="ipAddress")
    event: Event | None = element(tag="eventName", default=None)
    at: datetime | None = element(tag="dateTime", default=None)
    port: int | None = element(tag="port", default=None)


class Device(BaseXmlModel):
    """`deviceId`."""

    kind: str = element(tag="idType")
    value: str = element(tag="idValue")
    event: Event | None = element(tag="eventName", default=None)
    at: datetime | None = element(tag="dateTime", default=None)


class Reported(BaseXmlModel):
    """`personOrUserReported`."""

    person: Person | None = element(tag="personOrUserReportedPerson", default=None)
    account_id: str | None = element(tag="espIdentifier", default=None)
    service: str | None = element(tag="espService", default=None)
    screen_name: str | None = element(tag="screenName", default=None)
    display_names: list[str] = element(tag="displayName", default=[])
    profile_urls: list[str] = element(tag="profileUrl", default=[])
    ip_events: list[IpEvent] = element(tag="ipCaptureEvent", default=[])
    devices: list[Device] = element(tag="deviceId", default=[])
    additional_info: str | None = element(tag="additionalInfo", default=None)


class Victim(BaseXmlModel):
    """`victim`."""

    person: Person = element(tag="victimPerson")
    account_id: str | None = element(tag="espIdentifier", default=None)
    screen_name: str | None = element(tag="screenName", default=None)


class Report(BaseXmlModel):
    """`report`."""

    __xml_tag__: ClassVar[str] = "report"

    summary: Summary = element(tag="incidentSummary")
    incidents: list[Incident] = element(tag="internetDetails", default=[])
    reporter: Reporter = element(tag="reporter")
    reported: list[Reported] = element(tag="personOrUserReported", default=[])
    victims: list[Victim] = element(tag="victim", default=[])


def read(data: bytes) -> Report:
    """Return the typed report of a document, which pydantic-xml parses with lxml."""
    report: Report = Report.from_xml(data)
    return report


def read_tree(root: etree._Element) -> Report:
    """Return the typed report of a document that is parsed already."""
    report: Report = Report.from_xml_tree(root)
    return report


def write(report: Report) -> bytes:
    """Return the document again, to compare what was read."""
    document: bytes = report.to_xml(exclude_none=True)
    return document
