"""One line of the audit log: who did what to which thing, and a digest of what it was then.

A line holds numbers, words and digests only: never a fact of a report, so that a report can be
destroyed and the log stays whole.
"""

from datetime import datetime
from typing import Final

import msgspec

from tipline.domain.audit.tree import leaf_hash

_ENCODER: Final = msgspec.json.Encoder()


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What happened, in the order it was written.

    `number` counts from 0; `actor` and `subject` are kind and number, as in `provider:7` and
    `report:1017`; `action` is noun and verb, as in `report.submitted`; `digest` is the SHA-256 of
    the sealed content it concerns, in hexadecimal; `detail` is one word of a closed list.
    """

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    digest: str | None = None
    detail: str | None = None


def entry_line(entry: Entry) -> bytes:
    """Return the entry as the JSON line that is stored, hashed and shown to outsiders."""
    return _ENCODER.encode(entry)


class _Subject(msgspec.Struct, frozen=True):
    subject: str


_SUBJECTS: Final = msgspec.json.Decoder(_Subject)


def subject_in(line: bytes) -> str | None:
    """Return the subject that a stored line names; None if it is no line of a log."""
    try:
        return _SUBJECTS.decode(line).subject
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def entry_leaf(line: bytes) -> bytes:
    """Return the leaf hash of a stored line, byte by byte as it stands."""
    return leaf_hash(line)
