"""An operator's own table of addresses, in the MMDB form. Which table, and its licence, is theirs.

Source: MaxMind DB File Format Specification, version 2.0.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Self

import maxminddb

from tipline.domain.errors import TiplineError
from tipline.domain.places import COUNTRY_CODES
from tipline.domain.routing.lookups import IpAnswer
from tipline.domain.routing.wording import OPERATOR

SOURCE: Final = OPERATOR
_KEYS: Final = ("country_code", "country")
_CODE: Final = "iso_code"


class IpTableError(TiplineError):
    """The operator's table of addresses cannot be read."""

    code = "ip_table_unreadable"


class MmdbIpCountry:
    """Asks an MMDB file; `as_of` is the day on which it was built."""

    def __init__(self, reader: maxminddb.Reader) -> None:
        self._reader: Final = reader
        built = datetime.fromtimestamp(reader.metadata().build_epoch, UTC)
        self.as_of: Final[date] = built.date()

    @classmethod
    def open(cls, file: Path) -> Self:
        """Return the table in a file.

        Raises:
            IpTableError: there is no such file, or it is no MMDB.
        """
        try:
            return cls(maxminddb.open_database(str(file)))
        except (OSError, ValueError, maxminddb.InvalidDatabaseError):
            raise IpTableError("the table of IP addresses (`ip_table`) is no MMDB file") from None

    def find(self, address: str) -> IpAnswer | None:
        """Return the country that the table has for an address; None if it has none.

        Never raises: a damaged record is as good as none.
        """
        try:
            record = self._reader.get(address)
        except (ValueError, maxminddb.InvalidDatabaseError):
            return None
        country = _country(record)
        return None if country is None else IpAnswer(country, SOURCE, self.as_of)

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()


def _country(record: object) -> str | None:
    """Return the code in a record: `country.iso_code`, `country_code` or `country`."""
    if not isinstance(record, dict):
        return None
    for key in _KEYS:
        found = record.get(key)
        code = found.get(_CODE) if isinstance(found, dict) else found
        if isinstance(code, str) and code and code.upper() in COUNTRY_CODES:
            return code.upper()
    return None
