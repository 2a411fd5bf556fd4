"""What the findings ask for: which country an IP address was given to. Adapters live outside."""

from datetime import date
from typing import NamedTuple, Protocol, runtime_checkable


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


@runtime_checkable
class IpTables(IpCountry, Protocol):
    """Several tables as one."""

    def find_all(self, address: str) -> tuple[IpAnswer, ...]:
        """Return the answer of each table that has one, in their order; the first is `find`'s.

        Never raises.
        """
        ...


def answers_of(table: IpCountry, address: str) -> tuple[IpAnswer, ...]:
    """Return what one or several tables say of an address: each country once, of the first."""
    if isinstance(table, IpTables):
        found = table.find_all(address)
    else:
        answer = table.find(address)
        found = () if answer is None else (answer,)
    first = {answer.country: answer for answer in reversed(found)}
    return tuple(answer for answer in found if answer is first[answer.country])
