"""Opens what an agency wrote with its answers, after the audit log has said so."""

from tipline.ports.desk import UserRow
from tipline.ports.operations import Done, ReadPackage, Request
from tipline.ports.sealing import Opener
from tipline.services.referrals.answer_referral import open_note
from tipline.services.referrals.handle_referral import Dispatch


def read_notes(
    number: int, user: UserRow, ports: Dispatch, opener: Opener
) -> dict[int, str] | None:
    """Return the notes of a referral by the number of their answer.

    None if a version they belong to is not there, so that nothing could be recorded.

    Raises:
        StoreUnavailableError: nobody knows whether it was recorded; nothing was opened.
        SealBrokenError: a note was sealed to another key, or bytes have changed.
    """
    rows = [row for row in ports.reader.answers(number) if row.note is not None]
    for version in sorted({row.version for row in rows}):
        operation = ReadPackage(referral=number, version=version, user=user.id)
        result = ports.writer.write(Request(operation=operation, actor=f"user:{user.id}"))
        if not isinstance(result, Done):
            return None
    return {row.number: open_note(row, opener) for row in rows}
