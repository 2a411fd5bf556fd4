"""The flat facts of a dossier: one row per IP event, one row per identifier.

Every format that cannot nest carries exactly these rows, and reads exactly these back.
"""

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.report.part import Part
from tipline.domain.sightings import Role
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import EventKind


class IpRow(Part, frozen=True, kw_only=True):
    """One connection: `address` in its normal form, `stated_at` as written, `utc` the same moment.

    `account` is the account's own id or screen name and `service` the service it is on.
    """

    report: int
    role: Role
    subject: str
    path: str
    address: str
    utc: Timestamp | None = None
    stated_at: Timestamp | None = None
    port: int | None = None
    event: EventKind | None = None
    maybe_proxy: bool | None = None
    service: str | None = None
    account: str | None = None
    registry_country: str | None = None
    as_of: Timestamp | None = None


class IdentifierRow(Part, frozen=True, kw_only=True):
    """One identifier on one subject: its normal form (kind, scope, value), and as stated."""

    report: int
    role: Role
    subject: str
    path: str
    kind: IdentifierKind
    scope: str
    value: str
    stated: str
    associated: bool = False
    at: Timestamp | None = None
    port: int | None = None
    event: EventKind | None = None
