"""What every codec shares: the size cap, and the errors a document can be refused with."""

from collections.abc import Sequence
from typing import Final

from tipline.domain.errors import TiplineError
from tipline.domain.problems import Problem

MAX_DOCUMENT_BYTES: Final = 1_048_576
"""No document may be larger, in any format, through any door: 1 MiB."""


class DocumentError(TiplineError):
    """The document cannot be taken; `problems` says why, all at once."""

    code = "document_refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class UnreadableDocumentError(DocumentError):
    """The document is not well-formed, or built to do harm; nothing in it was read."""

    code = "document_unreadable"


class InvalidDocumentError(DocumentError):
    """The document is well-formed, but not a report as the format defines it."""

    code = "document_invalid"


class UnwritableReportError(DocumentError):
    """The report holds something the format has no place for."""

    code = "report_unwritable"


def unreadable(code: str, message: str, position: tuple[int, int] | None = None) -> DocumentError:
    """Return the error for a document that was refused before anything in it was read."""
    line, column = position or (None, None)
    problem = Problem(path="", code=code, message=message, line=line, column=column)
    return UnreadableDocumentError([problem])
