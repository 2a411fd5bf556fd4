"""Several tables of addresses, asked in turn."""

from collections.abc import Sequence
from typing import Final, Self

from tipline.domain.routing.lookups import IpAnswer, IpCountry
from tipline.gateways.places.registry import RegistryIpCountry


class IpCountryChain:
    """Asks tables in their order; none hides what another says."""

    def __init__(self, tables: Sequence[IpCountry]) -> None:
        self._tables: Final = tuple(tables)

    @property
    def registry(self) -> Self:
        """The registries' table alone, which is what a "registry country" is from."""
        tables = [one for one in self._tables if isinstance(one, RegistryIpCountry)]
        return type(self)(tables)

    def find(self, address: str) -> IpAnswer | None:
        """Return the first answer, or None. Never raises."""
        answers = (table.find(address) for table in self._tables)
        return next((answer for answer in answers if answer is not None), None)

    def find_all(self, address: str) -> tuple[IpAnswer, ...]:
        """Return the answer of each table that has one, in their order. Never raises."""
        answers = (table.find(address) for table in self._tables)
        return tuple(answer for answer in answers if answer is not None)
