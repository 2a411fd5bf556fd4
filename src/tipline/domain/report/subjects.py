"""The people and accounts of a report, one class for each role they can have.

Source: CyberTipline API reference, sections 2.6 to 2.8 (subjects) and 2.11 (associated accounts).
"""

from datetime import date

from tipline.domain.report.part import Part
from tipline.domain.report.person import Address, Email, Person, Phone
from tipline.domain.report.traces import (
    Device,
    Disabling,
    EstimatedLocation,
    IpEvent,
    TemporaryDisabling,
)
from tipline.domain.vocabulary import AccountType


class AccountPlatform(Part, frozen=True, kw_only=True):
    """The application an associated account is on, and whether it is another company's."""

    name: str
    third_party: bool | None = None


class Account(Part, frozen=True, kw_only=True):
    """What any account may carry, whoever holds it.

    `account_id` is the holder's unique identifier in the service named by `service`: what legal
    process is served on.
    """

    account_id: str | None = None
    service: str | None = None
    compromised: bool | None = None
    screen_name: str | None = None
    display_names: tuple[str, ...] = ()
    profile_urls: tuple[str, ...] = ()
    profile_bio: str | None = None
    ip_events: tuple[IpEvent, ...] = ()
    devices: tuple[Device, ...] = ()
    prior_reports: tuple[int, ...] = ()
    temporarily_disabled: TemporaryDisabling | None = None
    permanently_disabled: Disabling | None = None
    all_emails_reported: bool | None = None


class AssociatedAccount(Account, frozen=True, kw_only=True):
    """Another account of the subject; either `age` or `born` may be given, not both."""

    kind: AccountType | None = None
    platform: AccountPlatform | None = None
    first_name: str | None = None
    middle_name: str | None = None
    last_name: str | None = None
    age: int | None = None
    age_conflict: bool | None = None
    born: date | None = None
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    addresses: tuple[Address, ...] = ()
    group: str | None = None
    additional_info: str | None = None


class Subject(Account, frozen=True, kw_only=True):
    """A person or account in a report, in whatever role."""

    person: Person | None = None
    location: EstimatedLocation | None = None


class Reported(Subject, frozen=True, kw_only=True):
    """A person or account that is reported."""

    vehicle: str | None = None
    third_party: bool | None = None
    group: str | None = None
    associated_accounts: tuple[AssociatedAccount, ...] = ()
    additional_info: str | None = None


class Recipient(Subject, frozen=True, kw_only=True):
    """A person or account for whom a communication was meant; may carry several notes."""

    group: str | None = None
    additional_info: tuple[str, ...] = ()


class Victim(Subject, frozen=True, kw_only=True):
    """A child the report is about; `person` may be empty but is always there."""

    person: Person = Person()
    school: str | None = None
    associated_accounts: tuple[AssociatedAccount, ...] = ()
    additional_info: str | None = None
