"""What is remembered of requests and answers: facts about them, never a body.

What the door does in the store is noted while it serves, answered or not.
"""

from collections import deque
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from tipline.domain.completeness import State as FactState
from tipline.domain.problems import Problem
from tipline.doors.provider.api.shapes import fact_groups
from tipline.ports.operations import (
    AddSupplement,
    AnyResult,
    Done,
    MoveReport,
    Request,
    SubmitReport,
)
from tipline.ports.stores import AwaitableWriter

MOST_EXCHANGES: Final = 1_000
"""Exchanges that are remembered: the newest."""
MOST_PROBLEMS: Final = 100
"""Problems that are remembered of one document; the others are counted."""


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """One request and what came of it.

    `status` is None if there was no answer; `code` is the response code of the answer, if it has
    one, and `error` the code of the door's refusal. `done` says whether the door changed
    something, answered or not. `completeness` is there when a document was accepted: each group
    of facts and whether it is present.
    """

    number: int
    at: datetime
    call: str
    format: str
    status: int | None = None
    code: int | None = None
    error: str | None = None
    report: int | None = None
    done: bool = False
    milliseconds: float = 0.0
    fault: str | None = None
    problems: tuple[Problem, ...] = ()
    more_problems: int = 0
    completeness: Mapping[str, FactState] = {}


class Exchanges:
    """The newest exchanges, and how many there were."""

    def __init__(self) -> None:
        self._kept: deque[Exchange] = deque(maxlen=MOST_EXCHANGES)
        self.total = 0

    def add(self, exchange: Exchange) -> None:
        """Remember one more; it gets its number here."""
        self.total += 1
        self._kept.append(msgspec.structs.replace(exchange, number=self.total))

    def kept(self) -> list[Exchange]:
        """Return those that are remembered, the oldest first."""
        return list(self._kept)

    def clear(self) -> None:
        """Forget them all, and count anew."""
        self._kept.clear()
        self.total = 0


def completeness_of(facts: int) -> dict[str, FactState]:
    """Return each group of facts and its state, from the bits that are stored of a report."""
    return {group.group: group.state for group in fact_groups(facts)}


@dataclass
class Note:
    """What one request did: to which report, with which facts, and whether it was done."""

    report: int | None = None
    facts: int | None = None
    done: bool = False


NOTE: Final[ContextVar[Note | None]] = ContextVar("sandbox_note", default=None)
"""The note of the request that is being served."""


class NotingWriter:
    """Another writer, which it asks; it notes what came of each change to a report."""

    def __init__(self, writer: AwaitableWriter) -> None:
        self._writer = writer

    @property
    def provider_epoch(self) -> object | None:
        """What stays the same object while no provider changes."""
        return self._writer.provider_epoch

    async def write(self, request: Request) -> AnyResult:
        """Have one operation applied and return its result.

        Raises:
            StoreUnavailableError: it could not be applied.
        """
        result = await self._writer.write(request)
        note, operation = NOTE.get(), request.operation
        if note is None or not isinstance(operation, SubmitReport | AddSupplement | MoveReport):
            return result
        if isinstance(operation, MoveReport):
            note.report = operation.number
        if isinstance(result, Done):
            note.done = True
            note.report = result.number
            if not isinstance(operation, MoveReport):
                note.facts = operation.report.facts
        return result
