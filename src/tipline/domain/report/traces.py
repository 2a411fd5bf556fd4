"""What an account leaves behind on a service: connections, devices, place, its own state.

Source: CyberTipline API reference, section 2.10 (common types).
"""

from tipline.domain.places import CountryCode
from tipline.domain.report.part import Part
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import EventKind


class IpEvent(Part, frozen=True, kw_only=True):
    """An IP address the service saw, with what happened, when, and from which source port.

    Behind shared addresses only the port together with the exact time tells who it was.
    """

    address: str
    event: EventKind | None = None
    at: Timestamp | None = None
    maybe_proxy: bool | None = None
    port: int | None = None


class Device(Part, frozen=True, kw_only=True):
    """A device by one of its identifiers; `kind` is free text such as IMEI or ICCID."""

    kind: str
    value: str
    event: EventKind | None = None
    at: Timestamp | None = None


class EstimatedLocation(Part, frozen=True, kw_only=True):
    """Where the service believes the subject to be; `region` is a state code if country is US."""

    city: str | None = None
    region: str | None = None
    country: CountryCode | None = None
    verified: bool | None = None
    estimated_at: Timestamp | None = None


class Disabling(Part, frozen=True, kw_only=True):
    """Whether the service disabled the account for good, and when it told the user."""

    disabled: bool
    disabled_at: Timestamp | None = None
    user_notified: bool | None = None
    user_notified_at: Timestamp | None = None


class TemporaryDisabling(Disabling, frozen=True, kw_only=True):
    """Whether the service disabled the account for a while; `reenabled_at` may lie ahead."""

    reenabled_at: Timestamp | None = None
