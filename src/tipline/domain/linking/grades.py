"""How far an identifier may link the reports it is seen in, and on whose side it was seen."""

from enum import IntEnum
from typing import Final

from tipline.domain.identifiers import Identifier, IdentifierKind, Specificity, specificity
from tipline.domain.sightings import Role


class Side(IntEnum):
    """On whose side an identifier was seen; reports join only within one side.

    So a victim who is reported elsewhere is shown, and never silently merged with whom they
    suffered from. The numbers are what the store keeps.
    """

    INVOLVED = 0
    """Reported, recipient, or an incident that names nobody."""
    VICTIM = 1
    REPORTER = 2
    """How to reach whoever reported: can be searched for, links nothing."""


class Grade(IntEnum):
    """How far an identifier links; the numbers are what the store keeps."""

    NONE = 0
    """Found by search only: nobody's, or a reporter's own."""
    WEAK = 1
    """Suggests."""
    TIMED = 2
    """An IP address: says something only together with time, port or another fact."""
    PAGE = 3
    """A web page: the same page, which many may have seen."""
    RECYCLED = 4
    """Joins, but may be given out again: two large clusters are not joined by one alone."""
    STRONG = 5
    """Joins."""


_SIDES: Final = {Role.VICTIM: Side.VICTIM, Role.REPORTER: Side.REPORTER}

_GRADES: Final[dict[IdentifierKind, Grade]] = {
    IdentifierKind.EMAIL: Grade.STRONG,
    IdentifierKind.PHONE: Grade.RECYCLED,
    IdentifierKind.ACCOUNT: Grade.STRONG,
    IdentifierKind.SCREEN_NAME: Grade.RECYCLED,
    IdentifierKind.PROFILE_URL: Grade.RECYCLED,
    IdentifierKind.DEVICE: Grade.STRONG,
    IdentifierKind.PRIOR_REPORT: Grade.STRONG,
    IdentifierKind.URL: Grade.PAGE,
    IdentifierKind.IP: Grade.TIMED,
    IdentifierKind.GROUP: Grade.WEAK,
    IdentifierKind.EMAIL_VARIANT: Grade.WEAK,
    IdentifierKind.SCREEN_NAME_VARIANT: Grade.WEAK,
    IdentifierKind.SCREEN_NAME_ANY: Grade.WEAK,
    IdentifierKind.URL_VARIANT: Grade.WEAK,
    IdentifierKind.IP_NETWORK: Grade.WEAK,
    IdentifierKind.DOMAIN: Grade.NONE,
}
"""How far each kind links when nothing speaks against it."""

KIND_CODES: Final[dict[IdentifierKind, int]] = {
    IdentifierKind.EMAIL: 1,
    IdentifierKind.PHONE: 2,
    IdentifierKind.ACCOUNT: 3,
    IdentifierKind.SCREEN_NAME: 4,
    IdentifierKind.PROFILE_URL: 5,
    IdentifierKind.URL: 6,
    IdentifierKind.IP: 7,
    IdentifierKind.DEVICE: 8,
    IdentifierKind.GROUP: 9,
    IdentifierKind.PRIOR_REPORT: 10,
    IdentifierKind.EMAIL_VARIANT: 11,
    IdentifierKind.SCREEN_NAME_VARIANT: 12,
    IdentifierKind.SCREEN_NAME_ANY: 13,
    IdentifierKind.URL_VARIANT: 14,
    IdentifierKind.DOMAIN: 15,
    IdentifierKind.IP_NETWORK: 16,
}
"""What the store keeps of a kind; a number is never used for another kind again."""

ROLE_CODES: Final[dict[Role, int]] = {
    Role.REPORTED: 1,
    Role.RECIPIENT: 2,
    Role.VICTIM: 3,
    Role.INCIDENT: 4,
    Role.REPORTER: 5,
}
"""What the store keeps of a role; of several on one side, the lowest is kept."""


def side_of(role: Role) -> Side:
    """Return on whose side somebody in this role stands."""
    return _SIDES.get(role, Side.INVOLVED)


def grade_of(identifier: Identifier) -> Grade:
    """Return how far an identifier links; what strangers share as a matter of course suggests."""
    says = specificity(identifier)
    if says is Specificity.NOBODY:
        return Grade.NONE
    grade = _GRADES[identifier.kind]
    if says is Specificity.CROWD:
        return min(grade, Grade.WEAK)
    return grade


def joins(grade: Grade) -> bool:
    """Tell whether reports that share an identifier of this grade are one cluster."""
    return grade >= Grade.RECYCLED
