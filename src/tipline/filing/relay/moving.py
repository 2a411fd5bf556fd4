"""One turn of the relay: rows that wait go into the outbox, what became of items comes back."""

import logging
from collections.abc import Iterator
from typing import Final, NamedTuple

from tipline.codecs import cybertipline, report_json
from tipline.codecs.documents import Codec, DocumentError
from tipline.domain.problems import Problem
from tipline.domain.report import Report
from tipline.filing.errors import NotEnqueuedError
from tipline.filing.filer import Filer
from tipline.filing.outbox.items import Item
from tipline.filing.outbox.states import State
from tipline.filing.relay.source import Source, Unsettled, Waiting

_log: Final = logging.getLogger("tipline.filing")
AT_ONCE: Final = 100
"""Rows that are read together."""


class Relayed(NamedTuple):
    """What a turn did: rows taken into the outbox, and rows that it refused."""

    taken: int
    refused: int

    @property
    def may_have_left(self) -> bool:
        """Whether more rows may wait."""
        return self.taken + self.refused >= AT_ONCE


class Settled(NamedTuple):
    """What came back: rows filed and refused since, and rows that this outbox does not know."""

    filed: int
    refused: int
    missing: int


def relay(source: Source, filer: Filer) -> Relayed:
    """Take up to `AT_ONCE` waiting rows into the outbox, and mark each as soon as it is on disk.

    A report that is refused is marked so, and the others go on.

    Raises:
        SourceUnavailableError: the platform's database cannot be used now.
        OutboxUnavailableError: the outbox cannot be used now; rows that are not taken wait.
    """
    taken = refused = 0
    for row in source.waiting(AT_ONCE):
        try:
            item = filer.enqueue(_report(row), key=row.key, follows=_followed(row, filer))
        except NotEnqueuedError as error:
            source.refused(row.key, error.problems)
            _log.error("a pending report was refused: %s", ", ".join(_codes(error)))
            refused += 1
        else:
            source.taken(row.key, item.number)
            taken += 1
    return Relayed(taken, refused)


_REFUSED: Final = frozenset({State.REFUSED, State.ENDED})


def settle(source: Source, filer: Filer) -> Settled:
    """Carry back what became of every item whose row is not known to be filed.

    Raises:
        SourceUnavailableError: the platform's database cannot be used now.
        OutboxUnavailableError: the outbox cannot be used now.
    """
    filed = refused = missing = 0
    for row in _unsettled(source):
        item = filer.book.by_key(row.key)
        if item is None:
            missing += 1
        elif item.state is State.FILED:
            filed += 1
            carry_back(source, item)
        elif row.refused != (item.state in _REFUSED):
            refused += item.state in _REFUSED
            carry_back(source, item)
    if missing:
        _log.error("%d pending reports are not in this outbox: is it another, or lost?", missing)
    return Settled(filed, refused, missing)


def carry_back(source: Source, item: Item) -> None:
    """Tell the platform how an item stands."""
    if item.state is State.FILED:
        if item.report_id is None:
            raise AssertionError(item.state)
        source.filed(item.key, item.report_id)
    elif item.state in _REFUSED:
        source.refused(item.key, [_refusal(item)])
    else:
        source.taken(item.key, item.number)


def _unsettled(source: Source) -> Iterator[Unsettled]:
    """Yield every unsettled row; those that are settled meanwhile do not shift the others."""
    after = ""
    while rows := source.unsettled(after, AT_ONCE):
        yield from rows
        after = rows[-1].key


def _report(row: Waiting) -> Report:
    is_xml = row.document.lstrip().startswith(b"<")
    codec: Codec = cybertipline if is_xml else report_json
    try:
        return codec.decode_report(row.document)
    except DocumentError as error:
        # The problems of a document may name what stands in it; their codes do not.
        raise NotEnqueuedError([_unreadable(problem) for problem in error.problems]) from None


def _unreadable(problem: Problem) -> Problem:
    message = "The document in the row is no report that this version of Tipline can read."
    return Problem(path="", code=problem.code, message=message)


def _followed(row: Waiting, filer: Filer) -> list[int]:
    """Return the items of earlier rows; one that was refused has none and is not waited for."""
    found = (filer.book.by_key(key) for key in row.follows)
    return [item.number for item in found if item is not None]


def _codes(error: NotEnqueuedError) -> list[str]:
    return sorted({problem.code for problem in error.problems})


def _refusal(item: Item) -> Problem:
    trouble = item.trouble
    answered = None if trouble is None else trouble.response_code
    told = "" if answered is None else f" with code {answered}"
    message = (
        f"The service refused the report{told}: `tipline outbox show {item.number} --words` says"
        " more."
    )
    return Problem(path="", code=trouble.code if trouble else "report_refused", message=message)
