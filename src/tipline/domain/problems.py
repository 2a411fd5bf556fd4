"""A problem is data: what is wrong, where, and what to do about it.

Problems are collected and returned all at once; nothing here raises.
"""

import msgspec


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing wrong with a report, in a sentence a person can act on.

    `path` is a JSON Pointer (RFC 6901) into the report, or the element path of the document it came
    from; `line` and `column` count from 1 and are known only for documents. The message never
    repeats what the report says.
    """

    path: str
    code: str
    message: str
    line: int | None = None
    column: int | None = None
