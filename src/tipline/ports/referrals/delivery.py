"""What it takes to deliver a package: one way for each channel."""

from enum import StrEnum
from typing import Protocol

import msgspec

from tipline.ports.outgoing import Delivery


class Trouble(StrEnum):
    """What went wrong, in words that name nobody; what people read is made of these."""

    NONE = ""
    NO_CONNECTION = "no_connection"
    TIMED_OUT = "timed_out"
    BROKE_OFF = "broke_off"
    """The connection ended before the answer."""
    NOT_TRUSTED = "not_trusted"
    """The recipient could not prove who they are: its certificate or host key is another."""
    LOG_IN = "log_in"
    """Our credential was refused, or its file cannot be used."""
    REFUSED = "refused"
    NOT_NOW = "not_now"
    """The recipient said to try again later."""
    BAD_ADDRESS = "bad_address"
    """The address is none this channel can use."""
    NOT_THERE = "not_there"
    """It was looked for, and is not there."""
    CANNOT_LOOK = "cannot_look"
    INTERRUPTED = "interrupted"
    """Whoever delivered was stopped in the middle."""
    NO_PACKAGE = "no_package"
    """The store has no package for it."""


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A package as it travels. `id` is the same at every attempt, so that a peer can deduplicate.

    `name` is the file's name, `data` is encrypted to the agency, `address` is where it goes, and
    `credential` names a file with what the recipient asks for.
    """

    id: str
    name: str
    referral: int
    version: int
    is_test: bool
    address: str
    credential: str | None
    data: bytes

    def __repr__(self) -> str:
        return f"Parcel({self.referral}, {self.version})"


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """What came of handing a parcel over, and why."""

    outcome: Delivery
    trouble: Trouble = Trouble.NONE


class DeliveryGateway(Protocol):
    """Hands parcels over by one channel; everything it does ends within `deadline` seconds."""

    @property
    def can_look(self) -> bool:
        """Whether this channel can tell at all what lies at the recipient."""
        ...

    @property
    def deadline(self) -> float:
        """Seconds that `deliver` or `look` may take at most."""
        ...

    def deliver(self, parcel: Parcel) -> Handed:
        """Hand a parcel over and say what came of it; never raises for what a peer does."""
        ...

    def look(self, parcel: Parcel) -> bool | None:
        """Tell whether the recipient has a parcel; None if that cannot be told now."""
        ...
