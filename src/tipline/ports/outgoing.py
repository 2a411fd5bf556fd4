"""What it takes to send what must leave: a way to a mail server."""

from enum import StrEnum
from typing import Protocol

import msgspec


class Delivery(StrEnum):
    """What came of handing a mail over."""

    TAKEN = "taken"
    """The server said that it has it."""
    LATER = "later"
    """It did not take it now; another time it may."""
    REFUSED = "refused"
    """It will not take it, and trying again changes nothing."""
    UNKNOWN = "unknown"
    """It was handed over and no answer came: it may have left."""


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """A plain mail; who gets it is the gateway's matter. `token` makes its id, never its text."""

    subject: str
    text: str
    token: str


class MailGateway(Protocol):
    """Hands mail to a server."""

    def send(self, mail: Mail) -> Delivery:
        """Hand a mail over and say what came of it; never raises for what a server does."""
        ...
