"""Keys: the identifiers of a report by which others are linked with it, weaker ones included."""

from collections.abc import Sequence
from typing import Final

import msgspec

from tipline.domain.identifiers import Identifier, IdentifierKind, weaker_keys
from tipline.domain.linking.grades import Grade, Side, grade_of, side_of
from tipline.domain.moments import to_microseconds
from tipline.domain.sightings import Role, Sighting
from tipline.domain.timestamp import Timestamp

_NOT_KEPT: Final = frozenset({IdentifierKind.DOMAIN})
"""A site has so many pages that it links nothing."""
TIMED: Final = frozenset({IdentifierKind.IP, IdentifierKind.IP_NETWORK})
"""Only these keep when and from which port: for all others the first sighting says enough."""


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """One identifier to link by, in one report.

    `place` is the index of the sighting it comes from; `at` and `port` are kept where linking
    asks for them.
    """

    identifier: Identifier
    side: Side
    role: Role
    grade: Grade
    place: int
    at: Timestamp | None = None
    port: int | None = None


def link_keys(sightings: Sequence[Sighting]) -> tuple[Key, ...]:
    """Return the keys of a report's sightings, each once for its side, time and port.

    How a reporter can be reached has keys too, of grade NONE, by which it is found.
    """
    # By the instant and not by how it was written: the store keeps microseconds.
    keys: dict[tuple[Identifier, Side, int, int | None], Key] = {}
    for place, sighting in enumerate(sightings):
        side = side_of(sighting.role)
        own = sighting.identifier
        derived = () if side is Side.REPORTER else weaker_keys(own)
        for identifier in (own, *derived):
            if identifier.kind in _NOT_KEPT:
                continue
            timed = identifier.kind in TIMED
            at = sighting.at if timed else None
            port = sighting.port if identifier.kind is IdentifierKind.IP else None
            moment = 0 if at is None else to_microseconds(at.instant)
            keys.setdefault(
                (identifier, side, moment, port),
                Key(
                    identifier=identifier,
                    side=side,
                    role=sighting.role,
                    grade=Grade.NONE if side is Side.REPORTER else grade_of(identifier),
                    place=place,
                    at=at,
                    port=port,
                ),
            )
    return tuple(keys.values())
