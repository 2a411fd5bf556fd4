"""People as a report states them: names, ways to reach them, places, age.

Source: CyberTipline API reference, sections 2.9 (persons) and 2.10 (common types).
"""

from datetime import date

from tipline.domain.places import CountryCode, StateCode
from tipline.domain.report.part import Part
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import AddressType, EmailType, PhoneType


class Phone(Part, frozen=True, kw_only=True):
    """A phone number as stated; a partial number is a fact too.

    `calling_code` is `+` and one to three digits and is then not repeated in `number`.
    """

    number: str
    kind: PhoneType | None = None
    verified: bool | None = None
    verified_at: Timestamp | None = None
    calling_code: str | None = None
    extension: str | None = None


class Email(Part, frozen=True, kw_only=True):
    """An e-mail address as stated."""

    address: str
    kind: EmailType | None = None
    verified: bool | None = None
    verified_at: Timestamp | None = None


class Address(Part, frozen=True, kw_only=True):
    """A postal address, as much of it as is known."""

    kind: AddressType | None = None
    street: str | None = None
    city: str | None = None
    zip_code: str | None = None
    state: StateCode | None = None
    region: str | None = None
    country: CountryCode | None = None


class Contact(Part, frozen=True, kw_only=True):
    """Someone who can be reached: name, phones, e-mails, addresses."""

    first_name: str | None = None
    last_name: str | None = None
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    addresses: tuple[Address, ...] = ()


class Person(Contact, frozen=True, kw_only=True):
    """A contact whose age may be known; `age` is approximate, in years."""

    age: int | None = None
    age_conflict: bool | None = None
    born: date | None = None
