"""The rules of the desk: who may do what, where a report lies, how long things hold."""

from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import Final


class DeskRole(StrEnum):
    """What somebody at the hotline is there for; each has one role."""

    ANALYST = "analyst"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"


class Right(StrEnum):
    """What a role may allow."""

    READ_REPORTS = "read_reports"
    """Open reports, take them on, close them, and search in them."""
    RELEASE_OTHERS = "release_others"
    """Take a report away from whoever works on it."""
    DECIDE_CONTACT = "decide_contact"
    """Decide whether somebody else may see how a reporter can be reached."""
    DECIDE_MERGES = "decide_merges"
    """Let merges happen that wait for a person, and change the stop list."""
    SEE_OPERATION = "see_operation"
    """See who works here, which services file, and how much waits; never what a report says."""


RIGHTS: Final[dict[DeskRole, frozenset[Right]]] = {
    DeskRole.ANALYST: frozenset({Right.READ_REPORTS}),
    DeskRole.SUPERVISOR: frozenset(Right),
    DeskRole.OPERATOR: frozenset({Right.SEE_OPERATION}),
}
"""What each role allows; an operator keeps the hotline running and can open no report."""


class Shelf(IntEnum):
    """Where a finished report lies at the desk; tests lie on shelves of their own."""

    UNREAD = 1
    READ = 2
    CLOSED = 3
    TEST_UNREAD = 11
    TEST_READ = 12
    TEST_CLOSED = 13


_TESTS: Final = 10


def test_shelf(shelf: Shelf) -> Shelf:
    """Return the shelf for tests that goes with a shelf for real reports."""
    return Shelf(shelf + _TESTS)


def is_test_shelf(shelf: Shelf) -> bool:
    """Tell whether it is a shelf for tests."""
    return shelf > _TESTS


def beside(shelf: Shelf, other: Shelf) -> Shelf:
    """Return the other shelf, on the side (tests or real reports) where the first one is."""
    return test_shelf(other) if shelf > _TESTS else other


class CloseReason(StrEnum):
    """Why nothing more is done with a report at this desk."""

    REFERRED_ELSEWHERE = "referred_elsewhere"
    NO_FURTHER_ACTION = "no_further_action"
    DUPLICATE = "duplicate"
    OUT_OF_SCOPE = "out_of_scope"
    SPAM = "spam"


class ReportPart(StrEnum):
    """What of a report somebody asked to see."""

    FACTS = "facts"
    TEXT = "text"
    IDENTIFIERS = "identifiers"
    """Its identifiers only, beside those of others; the report stays as it is at the desk."""
    REFERRAL = "referral"
    """Its facts, to see where it belongs and to pass it on; it stays as it is at the desk."""


QUIET_PARTS: Final = frozenset({ReportPart.IDENTIFIERS, ReportPart.REFERRAL})
"""After these nobody has read the report yet."""


class OpeningReason(StrEnum):
    """Why somebody opens a report with a command instead of at the desk."""

    TRIAL = "trial"
    """To try out or develop; the default, and not accepted in production."""
    RECOVERY = "recovery"
    """The desk cannot be used, or what is stored must be checked."""
    AUTHORITY = "authority"
    """Somebody who has the right asked for it: a court, the data protection authority."""
    REPORTER = "reporter"
    """Whoever sent the report asked for it."""


class ContactReason(StrEnum):
    """Why somebody must see how a reporter can be reached."""

    DANGER = "danger"
    """Somebody may be in danger, and only the reporter can say more."""
    FACTS_MISSING = "facts_missing"
    """The report cannot be passed on without a fact that only the reporter knows."""
    ASKED_FOR = "asked_for"
    """The reporter asked to be called or written to."""
    AUTHORITY = "authority"
    """An authority that has the right to it asks for it."""


CONTACT_SHOWN_FOR: Final = timedelta(hours=24)
"""How long an approved request lets somebody see how a reporter can be reached."""

URGENT: Final = 0
NOT_URGENT: Final = 1
"""The rank of a report: what the reporter called urgent comes first."""

LEASE: Final = timedelta(minutes=30)
"""How long a report stays with whoever took it on, from the last time they opened it."""

IDLE: Final = timedelta(minutes=30)
"""A session in which nothing is asked for this long is over (ASVS 7.3.1)."""

LONGEST_SESSION: Final = timedelta(hours=10)
"""No session lasts longer than this (ASVS 7.3.2)."""

REFUSALS_COUNTED_FOR: Final = timedelta(hours=1)
"""Refused log-ins of an account are counted for so long, then anew."""

SHORTEST_PASSWORD: Final = 15
LONGEST_PASSWORD: Final = 200
"""Characters in a password; its length is the only rule (NIST SP 800-63B-4, 3.1.1.2)."""
