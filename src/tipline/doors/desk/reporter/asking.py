"""Asking a reporter one question, and taking it back."""

from typing import Final

from django.http import HttpResponse

from tipline.doors.desk.report import Trouble, cannot, report_page
from tipline.doors.desk.visit import Visit, redirect
from tipline.ports.operations import Done, Refused
from tipline.services.desk.ask_reporter import (
    LONGEST_QUESTION,
    Unfit,
    ask_reporter,
    plain_question,
    withdraw_question,
)

_NOT_SENT: Final = "The question was not sent"
_WHY: Final = {
    Unfit.EMPTY: "Enter the question.",
    Unfit.TOO_LONG: f"Shorten the question to {LONGEST_QUESTION:,} characters.",
    Unfit.HIDES_FILE: (
        "Write the question in words. A part of it looks like an encoded file, and this service "
        "carries text only."
    ),
}
_STANDS: Final = (
    "The reporter cannot be asked now: another question waits, or they asked not to be contacted."
)
_ENDED: Final = (
    "The reporter cannot be asked any more: there is no code with which they come back."
)


def ask(visit: Visit, number: int) -> HttpResponse:
    """Put a question to the reporter, or show it again with what is wrong."""
    typed = visit.form("question")
    result = ask_reporter(number, typed, visit.user, visit.parts.correspondence())
    if isinstance(result, Done):
        return redirect("report", number, place="talk")
    if isinstance(result, Unfit):
        trouble = Trouble(_NOT_SENT, "question", _WHY[result])
    else:
        words = _STANDS if isinstance(result, Refused) else _ENDED
        trouble = Trouble(_NOT_SENT, "question", words, 409)
    return report_page(visit, number, trouble=trouble, typed=plain_question(typed))


def withdraw(visit: Visit, number: int) -> HttpResponse:
    """Take the question back that waits."""
    result = withdraw_question(number, visit.user, visit.parts.writer())
    if isinstance(result, Done):
        return redirect("report", number, place="talk")
    advice = "It was answered meanwhile, or taken back already. Open the report again to see."
    return cannot(visit, number, "No question waits for an answer", advice)
