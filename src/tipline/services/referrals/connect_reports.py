"""Finds which reports of a case belong together by what their reported people share, and says why.

Nothing of the desk is in it: neither what an analyst said, nor a report outside of the case.
"""

from collections.abc import Sequence
from typing import Final

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.links import Link, Strength, sentence
from tipline.domain.referrals.dossier import Connection
from tipline.domain.sightings import Role
from tipline.ports.linking import LinkReader
from tipline.services.linking.find_links import find_links

MOST_LOOKED_AT: Final = 100
"""Reports of a case whose links are looked at; each takes some milliseconds."""
MOST_CONNECTIONS: Final = 500

_OF_THE_REPORTED: Final = frozenset(
    {
        IdentifierKind.ACCOUNT,
        IdentifierKind.EMAIL,
        IdentifierKind.PHONE,
        IdentifierKind.PROFILE_URL,
        IdentifierKind.SCREEN_NAME,
    }
)
"""What goes with the reported; addresses and devices may be held back on their own."""


def connect_reports(reports: Sequence[int], reader: LinkReader) -> tuple[Connection, ...]:
    """Return the pairs of reports with a strong link, each once with its strongest, by number.

    Raises:
        StoreUnavailableError: the store cannot be read.
    """
    there, found = set(reports), dict[tuple[int, int], Connection]()
    for number in sorted(there)[:MOST_LOOKED_AT]:
        for link in find_links(number, reader).links:
            pair = (min(number, link.report), max(number, link.report))
            if link.report in there and pair not in found and _counts(link):
                found[pair] = Connection(one=pair[0], other=pair[1], reason=sentence(link))
    return tuple(found[pair] for pair in sorted(found))[:MOST_CONNECTIONS]


def _counts(link: Link) -> bool:
    of_reported = link.here is Role.REPORTED and link.there is Role.REPORTED
    return link.strength is Strength.STRONG and of_reported and link.kind in _OF_THE_REPORTED
