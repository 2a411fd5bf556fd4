"""Problems and hints are data: what, where, and what to do about it.

They are collected and returned all at once; nothing here raises.
"""

import msgspec


class Note(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing to say about a fact, in a sentence a person can act on.

    `path` is a JSON Pointer (RFC 6901) into the report, or the path in the document it came from;
    `line` and `column` count from 1 and are known only for documents. The message never repeats
    what the report says.
    """

    path: str
    code: str
    message: str
    line: int | None = None
    column: int | None = None


class Problem(Note, frozen=True, kw_only=True, omit_defaults=True):
    """Something that is wrong with a report; it is not taken until mended."""


class Hint(Note, frozen=True, kw_only=True, omit_defaults=True):
    """Something odd that is no problem: a fact may be partial or strange and true."""
