"""The stop list: what is not linked by, put there and taken off, and read by those who may.

Linking needs blind values alone; how an entry reads is sealed to the hotline's public key.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from tipline.domain.errors import SealBrokenError
from tipline.domain.identifiers import Identifier, IdentifierKind, display_form
from tipline.domain.linking.decisions import StopReason
from tipline.domain.linking.grades import KIND_CODES, Side
from tipline.ports.desk import UserRow
from tipline.ports.linking import EdgeRow, LinkReader, StopRow
from tipline.ports.operations import (
    AnyResult,
    RecordSearch,
    Request,
    StopIdentifier,
    Unknown,
    UnstopIdentifier,
)
from tipline.ports.sealing import Opener, Sealed, Sealer
from tipline.ports.stores import Writer

SEALED_UNDER: Final = 0
"""The number that readable forms are sealed under: that of no report."""
MOST_STOPS: Final = 200
"""Rows of the list that are looked at; each entry has one for each side it was seen on."""
_LOOKING: Final = "stop_list"
_BETWEEN: Final = "\0"
"""Stands in no identifier."""
_PARTS: Final = 3


def whole_form(identifier: Identifier) -> bytes:
    """Return what is sealed of an identifier: how it reads, then what it is blind by."""
    shown = display_form(identifier)
    return _BETWEEN.join((shown, identifier.scope, identifier.value)).encode()


def parse_whole(kind: IdentifierKind, body: bytes) -> Identifier | None:
    """Return what `whole_form` was made of; None if only how it reads was sealed."""
    parts = body.decode("utf-8", "replace").split(_BETWEEN)
    if len(parts) != _PARTS:
        return None
    return Identifier(kind=kind, scope=parts[1], value=parts[2])


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes to keep the stop list."""

    reader: LinkReader
    writer: Writer
    sealer: Sealer
    opener: Opener


class Stopped(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the stop list; `n` is in how many reports it is seen, `at` in microseconds.

    `shown` is None if nobody wrote down how it reads, or the seal cannot be opened.
    """

    identifier: int
    kind: IdentifierKind
    shown: str | None
    n: int
    reason: str
    by: int | None
    at: int

    def __repr__(self) -> str:
        return f"Stopped({self.identifier})"


def stop_identifier(
    edge: EdgeRow, shown: str, reason: StopReason, user: UserRow, register: Register
) -> AnyResult:
    """Put an identifier of a report on the stop list, on all sides; `shown` is how it reads.

    `Unknown` if it is there already.

    Raises:
        StoreUnavailableError: nobody knows whether anything was changed.
    """
    if not register.reader.blinds_of(edge.identifier):
        return Unknown()
    sealed = register.sealer.seal(SEALED_UNDER, shown.encode())
    operation = StopIdentifier(
        identifiers=(edge.identifier,),
        kind=KIND_CODES[edge.kind],
        grade=int(edge.grade),
        reason=reason,
        user=user.id,
        key=sealed.key,
        body=sealed.body,
    )
    return register.writer.write(Request(operation=operation, actor=f"user:{user.id}"))


def unstop_identifier(identifier: int, user: UserRow, register: Register) -> AnyResult:
    """Take an identifier off the stop list, with all that was put there with it.

    A command puts it there for real reports and for tests at once. `Unknown` if it is not on the
    list any more.
    """
    together = {identifier}
    for rows in _entries(register.reader.stops(MOST_STOPS)):
        if any(row.identifier == identifier for row in rows):
            together.update(row.identifier for row in rows)
    operation = UnstopIdentifier(identifiers=tuple(sorted(together)), user=user.id)
    return register.writer.write(Request(operation=operation, actor=f"user:{user.id}"))


def read_stops(user: UserRow, register: Register) -> tuple[tuple[Stopped, ...], bool]:
    """Return the stop list, newest first, and whether that is all of it.

    The audit log says first who looks.

    Raises:
        StoreUnavailableError: the store cannot be read, or nobody knows whether the audit entry
            was written; then nothing was opened.
    """
    operation = RecordSearch(user=user.id, kind=_LOOKING)
    register.writer.write(Request(operation=operation, actor=f"user:{user.id}"))
    rows = register.reader.stops(MOST_STOPS + 1)
    found = tuple(_entry(sides, register.opener) for sides in _entries(rows[:MOST_STOPS]))
    return found, len(rows) <= MOST_STOPS


def _entries(rows: Sequence[StopRow]) -> list[list[StopRow]]:
    """Return the rows that were put on the list together, each time once."""
    entries: dict[tuple[object, ...], list[StopRow]] = {}
    for row in rows:
        own = row.identifier if row.body is None else row.body
        entries.setdefault((row.at, row.kind, own), []).append(row)
    return list(entries.values())


def _entry(sides: Sequence[StopRow], opener: Opener) -> Stopped:
    """Return one entry of the rows it has for each side."""
    one = min(sides, key=lambda row: row.side is not Side.INVOLVED)
    return Stopped(
        identifier=one.identifier,
        kind=one.kind,
        shown=_readable(one, opener),
        n=sum(row.n for row in sides),
        reason=one.reason,
        by=one.by,
        at=one.at,
    )


def _readable(row: StopRow, opener: Opener) -> str | None:
    if row.key is None or row.body is None:
        return None
    try:
        opened = opener.open(SEALED_UNDER, Sealed(key=row.key, body=row.body))
    except SealBrokenError:
        return None
    return opened.body.decode("utf-8", "replace").partition(_BETWEEN)[0]
