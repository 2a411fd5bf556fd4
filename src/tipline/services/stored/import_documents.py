"""Brings in documents from files: each once, however often the same files are brought.

The ledger of imports is kept for good, and written in the transaction that stores the report. So
a run that was killed is finished by running it again.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from itertools import islice
from typing import Final

import msgspec

from tipline.codecs.documents import DocumentError, InvalidDocumentError
from tipline.domain.checks import check_report
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.lifecycle import State
from tipline.domain.problems import Problem
from tipline.domain.report import Report
from tipline.ports.clock import Clock
from tipline.ports.operations import (
    AnyResult,
    Done,
    ImportReport,
    Received,
    Request,
    ReserveNumbers,
)
from tipline.ports.reports import BatchWriter, Ledger
from tipline.ports.sealing import Blinder, BlindIndex, Sealer
from tipline.services.check_document import check_document
from tipline.services.prepare_report import Arrival, prepare_report
from tipline.services.read_document import CODECS, format_of
from tipline.services.stored.cut_documents import Piece

DOOR: Final = "import"
BATCH: Final = 128
"""Reports in one transaction; the writer gives way to the doors between batches."""

_NUMBERS: Final = 1_024
"""Report numbers set aside at a time."""
_TRIES: Final = 6
_PAUSE_SECONDS: Final = 0.25
_PUBLIC: Final = Problem(
    path="/public",
    code="public_refused",
    message="A service's report holds no answers of a public reporter: import without --provider.",
)


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Whose reports they are, if any provider's, and whether they are tests."""

    provider: int | None
    is_test: bool
    actor: str


class Counts(msgspec.Struct, kw_only=True):
    """What became of the documents so far."""

    imported: int = 0
    known: int = 0
    refused: int = 0


class Yard(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes; `writer` finds the way to change the store anew after a failure.

    `documents` blinds what the ledger knows, under a key that never changes.
    """

    writer: Callable[[], BatchWriter]
    ledger: Ledger
    sealer: Sealer
    index: BlindIndex
    documents: Blinder
    clock: Clock
    pause: Callable[[float], None]


class Importer:
    """One run of an import: takes pieces of one file after the other, and counts."""

    def __init__(self, origin: Origin, yard: Yard, *, dry_run: bool = False) -> None:
        self.counts = Counts()
        self._origin = origin
        self._yard = yard
        self._dry_run = dry_run
        self._waiting: list[tuple[Report, bytes]] = []
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="import")
        self._context = copy_context()
        self._written: Future[list[AnyResult]] | None = None
        self._sent: list[ImportReport] = []
        self._numbers: Iterator[int] = iter(())
        self._left = 0

    def take_file(
        self, pieces: Iterable[Piece], refuse: Callable[[Piece, tuple[Problem, ...]], None]
    ) -> None:
        """Import the documents of one file; `refuse` hears of each that cannot be taken.

        Raises:
            StoreUnavailableError: the store takes nothing; run the import again later.
        """
        turns: dict[bytes, int] = {}
        for piece in pieces:
            key = self._key(piece.data, turns)
            if self._yard.ledger.imported_as(key) is not None:
                self.counts.known += 1
                continue
            try:
                report = self._checked(piece.data, self._yard.clock.now())
            except DocumentError as error:
                self.counts.refused += 1
                refuse(piece, error.problems)
                continue
            self._waiting.append((report, key))
            if len(self._waiting) >= BATCH:
                self._send()

    def finish(self) -> None:
        """Store what waits; when this returns, everything is on disk.

        Raises:
            StoreUnavailableError: the store takes nothing; run the import again later.
        """
        self._send()
        self._settle()

    def close(self) -> None:
        """End the thread, after the batch that it is writing."""
        self._thread.submit(self._context.run, lambda: self._yard.writer().close()).result()
        self._thread.shutdown()

    def _key(self, data: bytes, turns: dict[bytes, int]) -> bytes:
        """Return the blind key of a document and its turn among equal ones in this file."""
        digest = hashlib.sha256(data)
        short = digest.digest()[:8]
        turn = turns[short] = turns.get(short, 0) + 1
        side = "test" if self._origin.is_test else "real"
        return self._yard.documents.blind(
            DOOR, f"{self._origin.provider or 0}:{side}", f"{digest.hexdigest()}:{turn}"
        )

    def _checked(self, data: bytes, now: datetime) -> Report:
        """Return the report in a good document, as the provider door would take it."""
        try:
            report = CODECS[format_of(data)].decode_report(data)
        except InvalidDocumentError:
            raise InvalidDocumentError(check_document(data, now).problems) from None
        if report.public is not None and self._origin.provider is not None:
            private = msgspec.structs.replace(report, public=None)
            raise InvalidDocumentError([_PUBLIC, *check_report(private, now)])
        if check_report(report, now):
            raise InvalidDocumentError(check_document(data, now).problems)
        return report

    def _send(self) -> None:
        """Seal what waits and hand it to the thread that writes, once that is free."""
        waiting, self._waiting = self._waiting, []
        if self._dry_run:
            self.counts.imported += len(waiting)
            return
        if not waiting:
            return
        self._reserve(len(waiting))
        batch = [
            self._prepared(report, key, number)
            for (report, key), number in zip(
                waiting, islice(self._numbers, len(waiting)), strict=True
            )
        ]
        self._settle()
        requests = [Request(operation=one, actor=self._origin.actor) for one in batch]
        self._sent = batch
        self._written = self._thread.submit(self._context.run, self._write, requests)

    def _prepared(self, report: Report, key: bytes, number: int) -> ImportReport:
        arrival = Arrival(
            number=number,
            door=DOOR,
            provider=self._origin.provider,
            is_test=self._origin.is_test,
            state=State.FINISHED,
        )
        stored = prepare_report(report, arrival, self._yard.sealer, self._yard.index)
        return ImportReport(report=stored, key=key)

    def _reserve(self, count: int) -> None:
        """Set numbers aside unless there are enough; unused ones are lost, which harms nobody."""
        if self._left >= count:
            self._left -= count
            return
        request = Request(operation=ReserveNumbers(count=_NUMBERS), actor="service:numbers")
        (result,) = self._thread.submit(self._context.run, self._write, [request]).result()
        if not isinstance(result, Done):
            raise StoreUnavailableError("no numbers were reserved")
        self._numbers = iter(range(result.number, result.number + _NUMBERS))
        self._left = _NUMBERS - count

    def _settle(self) -> None:
        """Wait for the batch that is being written, and count it."""
        if self._written is None:
            return
        results, self._written = self._written.result(), None
        for one, result in zip(self._sent, results, strict=True):
            # After a broken connection our own report may be there already, under our number.
            ours = isinstance(result, Done) and result.number == one.report.number
            if isinstance(result, Received) or ours:
                self.counts.imported += 1
            else:
                self.counts.known += 1

    def _write(self, requests: list[Request]) -> list[AnyResult]:
        """Write a batch; again after a failure, which is safe: the ledger knows what is there."""
        for tried in range(1, _TRIES + 1):
            try:
                return self._yard.writer().write_all(requests)
            except StoreUnavailableError:
                if tried == _TRIES:
                    raise
                self._yard.pause(_PAUSE_SECONDS * 2**tried)
        raise StoreUnavailableError
