"""What every codec shares: the size cap, and the errors a document can be refused with."""

from collections.abc import Sequence
from typing import Final, Protocol, TypeVar

from tipline.domain.errors import TiplineError
from tipline.domain.problems import Note, Problem
from tipline.domain.report import Report

NoteT = TypeVar("NoteT", bound=Note)

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
"""What some programs put before text in UTF-8; it is not part of it."""

MOST_PROBLEMS: Final = 1_000
"""More problems than this are counted, not listed: such a document is not a report at all."""

LONGEST_NAME: Final = 64
"""Characters of a name from a document that a message or a path may show."""

MAX_DOCUMENT_BYTES: Final = 1_048_576
"""No document may be larger, in any format, through any door: 1 MiB."""


def not_listed(path: str, count: int) -> Problem:
    """Return the problem that stands for those beyond `MOST_PROBLEMS`."""
    message = f"{count:,} more problems are not listed."
    return Problem(path=path, code="too_many_problems", message=message)


class DocumentError(TiplineError):
    """The document cannot be taken; `problems` says why, all at once."""

    code = "document_refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        # Codes only: a path or a sentence can hold a name from the document.
        codes = ", ".join(sorted({problem.code for problem in problems}))
        super().__init__(f"{len(problems):,} problems: {codes}")


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


def too_large() -> DocumentError:
    """Return the error for a document over the cap, whatever its format."""
    return unreadable("too_large", "A document may have at most 1 MiB (1,048,576 bytes).")


class Examination(Protocol):
    """Everything known of a document that is not simply good."""

    @property
    def report(self) -> Report:
        """The report as far as it could be read."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the structure, in document order, with line and column."""
        ...

    def locate(self, note: NoteT) -> NoteT:
        """Return a note on the report as one on the document: its path there, line, column."""
        ...


class Codec(Protocol):
    """What every codec of reports offers; a module is one."""

    def decode_report(self, data: bytes) -> Report:
        """Return the report in a document, or raise a DocumentError with all problems."""
        ...

    def examine_report(self, data: bytes) -> Examination:
        """Return everything known of a document that can be read at all."""
        ...

    def encode_report(self, report: Report, *, indent: bool = False) -> bytes:
        """Return the document of a report, or raise UnwritableReportError."""
        ...
