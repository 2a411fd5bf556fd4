"""What the page of a public report says of the way to its reporter."""

from collections.abc import Sequence
from typing import NamedTuple

from tipline.domain.audit.entry import Entry
from tipline.domain.moments import to_microseconds
from tipline.domain.report import PublicAnswers
from tipline.doors.desk import wording
from tipline.doors.desk.visit import Visit
from tipline.services.desk.ask_reporter import Conversation, look_at_conversation
from tipline.services.desk.open_report import OpenedReport
from tipline.services.desk.see_contact import Access, look_at_access


class Panel(NamedTuple):
    """How a reporter can be asked and reached; `asked_by` has the actor by moment of asking."""

    talk: Conversation
    access: Access
    answers: PublicAnswers
    wish: str
    asked_by: dict[int, str]


def reporter_panel(visit: Visit, opened: OpenedReport, history: Sequence[Entry]) -> Panel | None:
    """Return what is known of the way to a report's reporter; None if a service sent it."""
    answers = opened.report.public
    if answers is None:
        return None
    number = opened.row.number
    return Panel(
        talk=look_at_conversation(number, visit.parts.correspondence()),
        access=look_at_access(number, visit.user, visit.parts.custody()),
        answers=answers,
        wish=wording.WISHES[answers.contact_wish],
        asked_by={
            to_microseconds(entry.at): entry.actor
            for entry in history
            if entry.action == "reporter.asked"
        },
    )
