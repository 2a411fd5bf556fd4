"""Opens a report for somebody at the desk, after the audit log has said so."""

from collections.abc import Sequence

import msgspec

from tipline.codecs import report_json
from tipline.domain.desk import OpeningReason, ReportPart
from tipline.domain.errors import TiplineError
from tipline.domain.report import Report
from tipline.ports.desk import DeskReader, ItemRow, UserRow
from tipline.ports.operations import Done, ReadReport, ReadReports, RecordOpening, Request
from tipline.ports.sealing import Opener
from tipline.ports.stores import Reader, ReportRow, Writer


class ReportUnknownError(TiplineError):
    """There is no such report at the desk."""

    code = "report_not_at_desk"


class OpenedReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report as the desk sees it, with what was added to it later.

    `parts` are its sightings as they were stated, in stored order.
    """

    row: ReportRow
    item: ItemRow
    report: Report
    supplements: tuple["Supplement", ...]
    parts: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"OpenedReport({self.row.number})"


class Supplement(msgspec.Struct, frozen=True, kw_only=True):
    """Facts that were added later, with their sightings as they were stated."""

    row: ReportRow
    report: Report
    parts: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Supplement({self.row.number})"


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes to open reports."""

    reader: Reader
    desk: DeskReader
    writer: Writer
    opener: Opener


def open_report(number: int, user: UserRow, part: ReportPart, room: Room) -> OpenedReport:
    """Return what a report says; the audit entry is on disk before anything is opened.

    Raises:
        ReportUnknownError: no such report, or it was never finished.
        StoreUnavailableError: the store cannot be read, or nobody knows whether the audit entry
            was written; nothing was opened.
        SealBrokenError: it was sealed to another key, or bytes have changed.
    """
    operation = ReadReport(number=number, user=user.id, part=part)
    return _open_recorded(number, Request(operation=operation, actor=f"user:{user.id}"), room)


def open_reports(
    numbers: Sequence[int], user: UserRow, part: ReportPart, room: Room
) -> tuple[OpenedReport, ...]:
    """Return what several reports say; the audit entries of all are on disk before one is opened.

    Raises as `open_report` does.
    """
    if not numbers:
        return ()
    operation = ReadReports(numbers=tuple(numbers), user=user.id, part=part)
    result = room.writer.write(Request(operation=operation, actor=f"user:{user.id}"))
    if not isinstance(result, Done):
        raise ReportUnknownError
    return tuple(_open(number, room) for number in numbers)


def open_by_command(number: int, reason: OpeningReason, actor: str, room: Room) -> OpenedReport:
    """Return what a report says to whoever has the private key; at the desk it stays unread.

    Raises as `open_report` does; the audit entry comes first here too.
    """
    operation = RecordOpening(number=number, reason=reason)
    return _open_recorded(number, Request(operation=operation, actor=actor), room)


def _open_recorded(number: int, request: Request, room: Room) -> OpenedReport:
    if not isinstance(room.writer.write(request), Done):
        raise ReportUnknownError
    return _open(number, room)


def _open(number: int, room: Room) -> OpenedReport:
    """Return what a report says; whoever calls this has recorded that it is opened."""
    row, item = room.reader.report(number), room.desk.item(number)
    if row is None or item is None:
        raise ReportUnknownError
    report, parts = _opened(number, room)
    supplements = []
    for added in room.reader.supplements(number):
        its_row = room.reader.report(added)
        if its_row is not None:
            facts, stated = _opened(added, room)
            supplements.append(Supplement(row=its_row, report=facts, parts=stated))
    return OpenedReport(
        row=row, item=item, report=report, supplements=tuple(supplements), parts=parts
    )


def _opened(number: int, room: Room) -> tuple[Report, tuple[str, ...]]:
    """Return a report and its sightings as they were stated."""
    sealed = room.reader.sealed(number)
    if sealed is None:
        raise ReportUnknownError
    opened = room.opener.open(number, sealed)
    parts = tuple(part.decode("utf-8", "replace") for part in opened.parts)
    return report_json.decode_report(opened.body), parts
