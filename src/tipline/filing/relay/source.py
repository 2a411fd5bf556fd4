"""What a platform's table of pending reports can do for the relay, and what is stored in it."""

from collections.abc import Sequence
from typing import Final, Protocol

import msgspec

from tipline.codecs.cybertipline import encode_report
from tipline.codecs.documents import DocumentError
from tipline.domain.checks import check_report
from tipline.domain.errors import TiplineError
from tipline.domain.problems import Problem
from tipline.domain.report import Report
from tipline.filing.errors import NotEnqueuedError
from tipline.filing.surroundings import SystemTime
from tipline.ports.clock import Clock

_MOST_NOTED: Final = 100
"""More problems of one report than this are not kept in the platform's table."""


class SourceUnavailableError(TiplineError):
    """The platform's database cannot be read or changed now: nothing is lost. Try again."""

    code = "platform_unavailable"


class Waiting(msgspec.Struct, frozen=True):
    """A row that was committed and not taken yet.

    `key` is its own for ever (1 to 200 characters of ASCII); `document` is the report in XML or
    JSON; `follows` are keys of rows that were committed before it, or with it.
    """

    key: str
    document: bytes
    follows: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Waiting(key={self.key!r})"


class Unsettled(msgspec.Struct, frozen=True):
    """A row that was taken and is not known to be filed; `refused` if it is shown as refused."""

    key: str
    refused: bool


class Noted(msgspec.Struct, frozen=True):
    """A problem as a platform may keep and show it: nothing in it comes from the report."""

    code: str
    path: str
    message: str


class Source(Protocol):
    """A platform's table of pending reports; every change is committed when the call returns.

    All may be called again with the same arguments, and by several processes at once. Each raises
    SourceUnavailableError if the database cannot be used now.
    """

    def waiting(self, limit: int) -> Sequence[Waiting]:
        """Return rows that are committed and wait, in the order in which they were written."""
        ...

    def taken(self, key: str, item: int) -> None:
        """Note that the outbox has the report, as this item, and erase the row's document.

        Of a row that is filed already nothing changes.
        """
        ...

    def refused(self, key: str, problems: Sequence[Problem]) -> None:
        """Note that the report is not filed, and why; people have to see that.

        Of a row that is filed already nothing changes. The document of a row that was never
        taken is kept.
        """
        ...

    def filed(self, key: str, report_id: int) -> None:
        """Note that the report is filed, and the service's id for it."""
        ...

    def unsettled(self, after: str, limit: int) -> Sequence[Unsettled]:
        """Return rows with an item that are not filed, in the order of their keys.

        Those whose key comes after `after`; an empty one comes before all.
        """
        ...


def row_document(report: Report, clock: Clock | None = None) -> str:
    """Return the document to store in a row: the very XML that will be sent.

    Raises:
        NotEnqueuedError: something is wrong with the report; it has all problems.
    """
    problems = check_report(report, (clock or SystemTime()).now())
    try:
        document = encode_report(report).decode()
    except DocumentError as error:
        raise NotEnqueuedError([*problems, *error.problems]) from None
    if problems:
        raise NotEnqueuedError(problems)
    return document


def noted(problems: Sequence[Problem]) -> tuple[Noted, ...]:
    """Return what of problems a platform may keep and show."""
    some = problems[:_MOST_NOTED]
    return tuple(Noted(problem.code, problem.path, problem.message) for problem in some)
