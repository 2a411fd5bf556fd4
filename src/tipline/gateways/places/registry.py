"""The registries' own table: to which country an address was given out.

Source: the delegation files of the five regional registries, inside the package `iptocc`. It is
the country of the allocation, and not where anybody is.
"""

from typing import Final

import iptocc

from tipline.domain.routing.lookups import IpAnswer

SOURCE: Final = "registry"


class RegistryIpCountry:
    """Asks the registries' table; its package carries no date, so answers have none."""

    def find(self, address: str) -> IpAnswer | None:
        """Return the country an address was given out to; None for what is none's, or no address.

        Never raises.
        """
        country = iptocc.country_code(address)
        return None if country is None else IpAnswer(country, SOURCE)
