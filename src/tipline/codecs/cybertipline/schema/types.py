"""The parts that stand in many places of the document: phones, addresses, events, persons.

Names are spelled as the service spells them, fields as our report does.
Source: CyberTipline API reference, sections 2.9 and 2.10.
"""

from typing import Final

from tipline.codecs.cybertipline.schema import scalars as s
from tipline.codecs.cybertipline.schema.grammar import Group, attribute, many, must, one, text
from tipline.domain import report as r

ADDITIONAL_INFO: Final = text("additionalInfo", "additional_info")

# 2.10 Common types

PHONE: Final = Group(
    name="phone",
    model=r.Phone,
    content=("number", s.TEXT),
    attributes=(
        attribute("type", "kind", s.PHONE_TYPE),
        attribute("verified", "verified", s.BOOLEAN),
        attribute("verificationDate", "verified_at", s.TIMESTAMP),
        attribute("countryCallingCode", "calling_code", s.TEXT),
        attribute("extension", "extension", s.TEXT),
    ),
)

EMAIL: Final = Group(
    name="email",
    model=r.Email,
    content=("address", s.TEXT),
    attributes=(
        attribute("type", "kind", s.EMAIL_TYPE),
        attribute("verified", "verified", s.BOOLEAN),
        attribute("verificationDate", "verified_at", s.TIMESTAMP),
    ),
)

ADDRESS: Final = Group(
    name="address",
    model=r.Address,
    attributes=(attribute("type", "kind", s.ADDRESS_TYPE),),
    children=(
        text("address", "street"),
        text("city", "city"),
        text("zipCode", "zip_code"),
        one("state", "state", s.STATE),
        text("nonUsaState", "region"),
        one("country", "country", s.COUNTRY),
    ),
)

IP_EVENT: Final = Group(
    name="ipCaptureEvent",
    model=r.IpEvent,
    children=(
        must("ipAddress", "address", s.FILLED_TEXT),
        one("eventName", "event", s.EVENT),
        one("dateTime", "at", s.TIMESTAMP),
        one("possibleProxy", "maybe_proxy", s.BOOLEAN),
        one("port", "port", s.INT),
    ),
)

IP_EVENTS: Final = many("ipCaptureEvent", "ip_events", IP_EVENT)

DEVICE: Final = Group(
    name="deviceId",
    model=r.Device,
    children=(
        must("idType", "kind", s.FILLED_TEXT),
        must("idValue", "value", s.FILLED_TEXT),
        one("eventName", "event", s.EVENT),
        one("dateTime", "at", s.TIMESTAMP),
    ),
)

LOCATION: Final = Group(
    name="estimatedLocation",
    model=r.EstimatedLocation,
    attributes=(
        attribute("verified", "verified", s.BOOLEAN),
        attribute("timestamp", "estimated_at", s.TIMESTAMP),
    ),
    children=(
        text("city", "city"),
        text("region", "region"),
        one("countryCode", "country", s.COUNTRY),
    ),
)

_DISABLING: Final = (
    attribute("disabledDate", "disabled_at", s.TIMESTAMP),
    attribute("userNotified", "user_notified", s.BOOLEAN),
    attribute("userNotifiedDate", "user_notified_at", s.TIMESTAMP),
)

TEMPORARY: Final = Group(
    name="accountTemporarilyDisabled",
    model=r.TemporaryDisabling,
    content=("disabled", s.BOOLEAN),
    attributes=(*_DISABLING, attribute("reenabledDate", "reenabled_at", s.TIMESTAMP)),
)

PERMANENT: Final = Group(
    name="accountPermanentlyDisabled",
    model=r.Disabling,
    content=("disabled", s.BOOLEAN),
    attributes=_DISABLING,
)

# 2.9 Persons

_CONTACT: Final = (
    text("firstName", "first_name"),
    text("lastName", "last_name"),
    many("phone", "phones", PHONE),
    many("email", "emails", EMAIL),
    many("address", "addresses", ADDRESS),
)

CONTACT: Final = Group(name="contactPerson", model=r.Contact, children=_CONTACT)

PERSON: Final = Group(
    name="person",
    model=r.Person,
    children=(
        *_CONTACT,
        one("age", "age", s.INT),
        one("ageAssertionDiscrepancy", "age_conflict", s.BOOLEAN),
        one("dateOfBirth", "born", s.DATE),
    ),
)
