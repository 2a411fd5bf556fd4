"""The dossier: everything one version of a referral says, before it is written in any format.

Nothing internal is in it: no notes of the desk, no analysts, no links or clusters by number.
"""

from tipline.domain.directory.agency import AgencyKind
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.report import Report
from tipline.domain.report.part import Part
from tipline.domain.routing.finding import Finding
from tipline.domain.timestamp import Timestamp


class Sender(Part, frozen=True, kw_only=True):
    """The hotline, as the agency sees it; a role mailbox and a switchboard, never a person."""

    name: str
    email: str | None = None
    phone: str | None = None
    page: str | None = None


class Addressee(Part, frozen=True, kw_only=True):
    """The agency a package is for."""

    id: str
    name: str
    kind: AgencyKind


class ReferredReport(Part, frozen=True, kw_only=True):
    """One report as it goes to the agency: only the groups that were released are left in it.

    `source` is `public`, `imported` or the reporting service's name; `supplement_to` is the
    report it adds to.
    """

    number: int
    received_at: Timestamp
    source: str
    report: Report
    supplement_to: int | None = None


class RegistryCountry(Part, frozen=True, kw_only=True):
    """Which country a registry gave an IP address to.

    `as_of` is the date of the table; where a table has none, `source` says so, and the day on
    which it was asked.
    """

    address: str
    country: str
    source: str
    as_of: Timestamp | None = None


class Connection(Part, frozen=True, kw_only=True):
    """Two reports of the package that belong together, and why, in one sentence."""

    one: int
    other: int
    reason: str


class Change(Part, frozen=True, kw_only=True):
    """What is different from the version before: a report and a JSON Pointer into it; no values.

    `kind` is `added`, `removed` or `changed`; an empty path means the whole report.
    """

    kind: str
    report: int
    path: str = ""


class Dossier(Part, frozen=True, kw_only=True):
    """One version of a referral.

    `urgency` and `reasons` are sentences: why it cannot wait, why it goes to this agency.
    `legal_gate` says which law allows the disclosure. `answer_at` is the address of the signed
    link by which the agency answers; whoever has it can answer, so it goes to nobody else.
    """

    referral: int
    version: int
    made_at: Timestamp
    is_test: bool
    sender: Sender
    addressee: Addressee
    groups: tuple[FactGroup, ...]
    legal_gate: str
    urgency: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    reports: tuple[ReferredReport, ...] = ()
    connections: tuple[Connection, ...] = ()
    registry: tuple[RegistryCountry, ...] = ()
    changes: tuple[Change, ...] = ()
    answer_at: str | None = None
