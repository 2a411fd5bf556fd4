"""What people decide about links, and the words for why; the numbers are what the store keeps."""

from enum import IntEnum, StrEnum


class IdentifierState(IntEnum):
    """Whether an identifier links now."""

    LINKS = 0
    COMMON = 1
    """In more reports than the cut of its kind: a hub. It links again when they are fewer."""
    STOPPED = 2
    """On the stop list."""


class ApartState(IntEnum):
    """Why an identifier does not join a report with the others that have it."""

    HELD = 1
    """Joining would have merged what only a person may merge; nobody has decided."""
    REJECTED = 2
    APPROVED = 3
    """A person let it join in spite of the sizes; it does, and is not held again."""


class VerdictState(IntEnum):
    """What holds between two reports."""

    NAMED = 1
    """One says that it belongs to the other."""
    JOINED = 2
    REFUSED = 3
    HELD = 4
    """One says that it belongs to the other, and their clusters are too large to join by that."""


class RelinkingWhat(IntEnum):
    """What waits to be linked anew."""

    CLUSTER = 1
    IDENTIFIER = 2
    FREELY = 3
    """An identifier again, without holding any merge: a person took back what parted them."""


class JoinReason(StrEnum):
    """Why somebody joins two reports."""

    SAME_ACTOR = "same_actor"
    SAME_INCIDENT = "same_incident"
    SAME_VICTIM = "same_victim"
    TOLD_BY_OTHERS = "told_by_others"


class ApartReason(StrEnum):
    """Why somebody keeps reports apart."""

    OTHER_PERSON = "other_person"
    RECYCLED = "recycled"
    MISTYPED = "mistyped"
    SHARED = "shared"
    NOT_RELATED = "not_related"


class StopReason(StrEnum):
    """Why an identifier is not to be linked by."""

    SHARED_SERVICE = "shared_service"
    PLACEHOLDER = "placeholder"
    OWN = "own"
    TOO_COMMON = "too_common"
