"""What the store and the desk say of a public report without opening it."""

from enum import IntFlag

from tipline.domain.report import PublicAnswers


class Mark(IntFlag):
    """How a public report came in; the numbers are what the store keeps."""

    UNCONFIRMED = 1
    """Without the proof of work that a browser can do; it says nothing about what is reported."""
    INCOMPLETE = 2
    """Its reporter left before the end, and had chosen that it is sent then."""


def marks_of(public: PublicAnswers | None) -> Mark:
    """Return the marks of a report by what its reporter answered."""
    marks = Mark(0)
    if public is not None and public.unconfirmed:
        marks |= Mark.UNCONFIRMED
    if public is not None and public.incomplete:
        marks |= Mark.INCOMPLETE
    return marks
