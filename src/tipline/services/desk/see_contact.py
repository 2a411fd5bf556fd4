"""Shows how a reporter can be reached to whom somebody else has allowed it (custodian rule).

Asking, deciding and seeing are entries of the audit log each, and seeing comes after its entry.
"""

from typing import Final

import msgspec

from tipline.domain.desk import CONTACT_SHOWN_FOR, ContactReason
from tipline.domain.errors import SealBrokenError
from tipline.domain.moments import in_microseconds, to_microseconds
from tipline.domain.public.draft import ReporterContact
from tipline.ports.clock import Clock
from tipline.ports.desk import UserRow
from tipline.ports.operations import (
    AnyOperation,
    AnyResult,
    DecideContact,
    Done,
    ReadContact,
    Request,
    RequestContact,
)
from tipline.ports.public import ContactRequestRow, ConversationReader
from tipline.ports.sealing import Opener, Sealed
from tipline.ports.stores import Writer

MOST_WAITING: Final = 100
"""Requests that are listed and counted; the rest wait their turn."""


class Custody(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes to see how a reporter can be reached."""

    reader: ConversationReader
    writer: Writer
    opener: Opener
    clock: Clock


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """What one person may see of a reporter's contact, and who asked for what, newest first.

    `was_left` says whether there is anything to see; `until`, in microseconds since 1970, is how
    long this person may see it, None if they may not; `waits` says that their request does.
    """

    was_left: bool
    requests: tuple[ContactRequestRow, ...]
    until: int | None
    waits: bool


def request_contact(
    number: int, reason: ContactReason, user: UserRow, writer: Writer
) -> AnyResult:
    """Ask that somebody else allows it; `Refused` if one's request waits or holds already."""
    return _do(RequestContact(report=number, user=user.id, reason=reason), user, writer)


def decide_contact(request: int, user: UserRow, writer: Writer, *, approve: bool) -> AnyResult:
    """Allow or refuse somebody else's request."""
    return _do(DecideContact(request=request, user=user.id, approve=approve), user, writer)


def look_at_access(number: int, user: UserRow, custody: Custody) -> Access:
    """Return what somebody may see of the contact of a report's reporter; opens nothing.

    Raises:
        StoreUnavailableError: the store cannot be read.
    """
    requests = custody.reader.contact_requests(number)
    now = to_microseconds(custody.clock.now())
    own = [one for one in requests if one.user == user.id]
    ends = [
        one.decided_at + in_microseconds(CONTACT_SHOWN_FOR)
        for one in own
        if one.approved and one.decided_at is not None
    ]
    return Access(
        was_left=custody.reader.contact(number) is not None,
        requests=tuple(requests),
        until=max((end for end in ends if end > now), default=None),
        waits=any(one.approved is None for one in own),
    )


def waiting_for(user: UserRow, reader: ConversationReader) -> list[ContactRequestRow]:
    """Return the requests that somebody can decide: all that wait but their own, oldest first."""
    return [one for one in reader.waiting_requests(MOST_WAITING) if one.user != user.id]


def open_contact(number: int, user: UserRow, custody: Custody) -> ReporterContact | None:
    """Return how a reporter can be reached; the audit entry is on disk before it is opened.

    None if nobody allowed it, or not any more.

    Raises:
        StoreUnavailableError: nobody knows whether the audit entry was written, or the store
            cannot be read; nothing was opened.
        SealBrokenError: it was sealed to another key, or bytes have changed.
    """
    result = _do(ReadContact(report=number, user=user.id), user, custody.writer)
    note = custody.reader.contact(number)
    if not isinstance(result, Done) or note is None:
        return None
    body = custody.opener.open(number, Sealed(key=note.key, body=note.body)).body
    try:
        contact = msgspec.json.decode(body, type=ReporterContact)
    except msgspec.MsgspecError:
        raise SealBrokenError from None
    if msgspec.json.encode(contact) != body:
        raise SealBrokenError  # another text of this report, put in its place
    return contact


def _do(operation: AnyOperation, user: UserRow, writer: Writer) -> AnyResult:
    return writer.write(Request(operation=operation, actor=f"user:{user.id}"))
