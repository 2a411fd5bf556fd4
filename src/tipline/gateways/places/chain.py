"""Several tables of addresses, asked in turn."""

from collections.abc import Sequence
from typing import Final

from tipline.domain.routing.lookups import IpAnswer, IpCountry


class IpCountryChain:
    """Asks tables in their order; the first that has an answer counts."""

    def __init__(self, tables: Sequence[IpCountry]) -> None:
        self._tables: Final = tuple(tables)

    def find(self, address: str) -> IpAnswer | None:
        """Return the first answer, or None. Never raises."""
        answers = (table.find(address) for table in self._tables)
        return next((answer for answer in answers if answer is not None), None)
