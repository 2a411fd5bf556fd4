"""What the findings ask for: which country an IP address was given to. Adapters live outside."""

from datetime import date
from typing import NamedTuple, Protocol


class IpAnswer(NamedTuple):
    """A country (ISO 3166-1), the table that says so (`registry`, `operator`), and its date."""

    country: str
    source: str
    as_of: date | None = None


class IpCountry(Protocol):
    """A table of IP addresses on this machine; never asks anybody else."""

    def find(self, address: str) -> IpAnswer | None:
        """Return where an address in normal form was given to; None if the table has no answer.

        Never raises.
        """
        ...
