"""Cases: the analysts' unit of work, a set of reports; their states, limits and reasons."""

from enum import IntEnum, StrEnum
from typing import Final


class CaseState(IntEnum):
    """Whether a case is worked on; the numbers are what the store keeps."""

    OPEN = 1
    CLOSED = 2


class CaseCloseReason(StrEnum):
    """Why nothing more is done in a case."""

    REFERRED = "referred"
    NO_FURTHER_ACTION = "no_further_action"
    OTHER_CASE = "other_case"
    NOT_RELATED = "not_related"
    OPENED_BY_MISTAKE = "opened_by_mistake"


MOST_IN_CASE: Final = 1_000
"""Reports that a case can have had in it, those counted that were taken out again."""
