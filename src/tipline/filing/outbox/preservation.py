"""How long an online service keeps what it filed: the law's terms as data, and their arithmetic.

Source: 18 U.S.C. 2258A(h)(1); one year since the REPORT Act (Pub. L. 118-59), 90 days before.
"""

from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

_FEBRUARY_29: Final = (2, 29)


class Term(NamedTuple):
    """One version of a rule; in force for reports finished from `since` on, in UTC.

    The length is `days`, or, if that is None, so many calendar `years`.
    """

    rule: str
    citation: str
    since: datetime
    years: int = 0
    days: int | None = None


TERMS: Final = (
    Term("us-preserve", "18 U.S.C. 2258A(h)(1)", datetime(2008, 10, 13, tzinfo=UTC), days=90),
    Term("us-preserve", "18 U.S.C. 2258A(h)(1)", datetime(2024, 5, 7, tzinfo=UTC), years=1),
)
"""Every version there was, oldest first."""


def term_for(finished: datetime) -> Term:
    """Return the term for a report that was finished at an aware moment."""
    return max((term for term in TERMS if term.since <= finished), default=TERMS[0])


def preserved_until(finished: datetime) -> datetime:
    """Return until when a report that was finished at an aware moment is kept.

    A year ends at the same date and time, in UTC; after 29 February it ends on 1 March, since the
    longer term wins.
    """
    term, finished = term_for(finished), finished.astimezone(UTC)
    if term.days is not None:
        return finished + timedelta(days=term.days)
    if (finished.month, finished.day) == _FEBRUARY_29:
        return finished.replace(year=finished.year + term.years, month=3, day=1)
    return finished.replace(year=finished.year + term.years)
