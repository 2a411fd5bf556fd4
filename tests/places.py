"""A table of IP addresses over the documentation ranges, which no registry has given out."""

from datetime import date
from ipaddress import ip_address, ip_network

from tipline.domain.routing.lookups import IpAnswer

AS_OF = date(2026, 11, 1)
RANGES = {
    "192.0.2.0/24": "US",
    "198.51.100.0/24": "DE",
    "203.0.113.0/24": "CA",
    "2001:db8::/32": "GB",
}


class DocumentationIpCountry:
    """Answers for the documentation ranges; `asked` counts the questions."""

    def __init__(self) -> None:
        self._ranges = [(ip_network(block), country) for block, country in RANGES.items()]
        self.asked = 0

    def find(self, address: str) -> IpAnswer | None:
        self.asked += 1
        number = ip_address(address)
        for block, country in self._ranges:
            if number.version == block.version and number in block:
                return IpAnswer(country, "registry", AS_OF)
        return None
