"""Finds what a provider may see of a report's links: those with other reports of its own."""

from typing import Final

import msgspec

from tipline.domain.linking.links import Link
from tipline.domain.linking.reasons import Reason
from tipline.ports.linking import LinkReader
from tipline.services.linking.find_links import find_links

MOST_LINKS: Final = 500
"""Links in one answer."""
_THE_DESKS: Final = frozenset({Reason.CONFIRMED, Reason.ADDED})
"""What people at the desk said: no provider learns of it."""


class OwnLinks(msgspec.Struct, frozen=True, kw_only=True):
    """Links between reports of one provider; `more` says that there are more of these."""

    links: tuple[Link, ...]
    more: bool


def own_links(report: int, provider: int, reader: LinkReader, limit: int = MOST_LINKS) -> OwnLinks:
    """Return the links of a provider's report with others of this provider.

    What is said follows from reports of this provider alone: not even a count of others.

    Raises:
        StoreUnavailableError: the store cannot be read.
    """
    found = find_links(report, reader)
    arrivals = reader.arrivals(found.reports)
    own = [
        link
        for link in found.links
        if link.reason not in _THE_DESKS
        and link.report in arrivals
        and arrivals[link.report].provider == provider
    ]
    return OwnLinks(links=tuple(own[:limit]), more=len(own) > limit)
