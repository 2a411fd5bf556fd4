"""Looks at drafts, ways back and contact; each question is one named statement, or two."""

from typing import Any

from tipline.domain.desk import CloseReason, ContactReason, Shelf
from tipline.ports.operations import SealedNote
from tipline.ports.public import (
    Author,
    ContactRequestRow,
    DraftRow,
    MessageRow,
    QuestionRow,
    ThreadRow,
)
from tipline.stores import queries


class DatabaseVisitReader:
    """Answers from whichever database this process was set up with."""

    def draft(self, draft: bytes) -> DraftRow | None:
        """Return a draft, whether or not it has expired."""
        row = queries.one("draft_by_id", draft)
        if row is None:
            return None
        return DraftRow(revision=row[0], sealed=bytes(row[1]), expires_at=row[2])

    def thread(self, thread: bytes) -> ThreadRow | None:
        """Return a way back, whether or not its receipt is still good."""
        row = queries.one("thread_by_id", thread)
        # Asked either way: how long it takes shall not tell whether there is such a receipt.
        messages = [one for one in _messages(thread) if not one.withdrawn]
        return None if row is None else _thread(messages, *row)


class DatabaseConversationReader:
    """Answers from whichever database this process was set up with."""

    def thread_of(self, report: int) -> ThreadRow | None:
        """Return the way back of a report's reporter, withdrawn questions too."""
        row = queries.one("thread_by_report", report)
        return None if row is None else _thread(_messages(row[0]), *row)

    def questions_of(self, report: int) -> list[QuestionRow]:
        """Return what the desk asked a report's reporter, the oldest first, withdrawn ones too."""
        return [_question(*row) for row in queries.rows("questions_of", report)]

    def contact(self, report: int) -> SealedNote | None:
        """Return how the reporter can be reached, sealed; None if they left nothing."""
        row = queries.one("contact_of", report)
        return None if row is None else _note(row[0], row[1])

    def contact_requests(self, report: int) -> list[ContactRequestRow]:
        """Return the requests for one report, newest first."""
        return [_request(*row) for row in queries.rows("contact_requests_of", report)]

    def waiting_requests(self, limit: int) -> list[ContactRequestRow]:
        """Return the requests that wait for a decision, oldest first."""
        return [_request(*row) for row in queries.rows("contact_requests_waiting", limit)]


def _messages(thread: bytes) -> list[MessageRow]:
    return [_message(*row) for row in queries.rows("messages_of", thread)]


def _thread(messages: list[MessageRow], *row: Any) -> ThreadRow:  # noqa: ANN401 - a row
    thread, report, public_key, opened_at, expires_at, stopped_at, shelf, holder, reason = row
    return ThreadRow(
        id=bytes(thread),
        report=report,
        public_key=bytes(public_key),
        opened_at=opened_at,
        expires_at=expires_at,
        stopped_at=stopped_at,
        shelf=None if shelf is None else Shelf(shelf),
        taken_on=holder is not None,
        reason=CloseReason(reason) if reason else None,
        messages=tuple(messages),
    )


def _message(*row: Any) -> MessageRow:  # noqa: ANN401 - a row of the database
    number, author, at, key, body, desk_key, desk_body, answered_at, withdrawn = row
    return MessageRow(
        number=number,
        author=Author(author),
        at=at,
        for_reporter=_note(key, body),
        for_desk=None if desk_key is None else _note(desk_key, desk_body),
        answered_at=answered_at,
        withdrawn=bool(withdrawn),
    )


def _question(*row: Any) -> QuestionRow:  # noqa: ANN401 - a row of the database
    number, at, key, body, answered_at, withdrawn = row
    return QuestionRow(
        number=number,
        at=at,
        note=_note(key, body),
        answered_at=answered_at,
        withdrawn=bool(withdrawn),
    )


def _request(*row: Any) -> ContactRequestRow:  # noqa: ANN401 - a row of the database
    number, report, user, reason, asked_at, decided_by, decided_at, approved = row
    return ContactRequestRow(
        id=number,
        report=report,
        user=user,
        reason=ContactReason(reason),
        asked_at=asked_at,
        decided_by=decided_by,
        decided_at=decided_at,
        approved=None if approved is None else bool(approved),
    )


def _note(key: bytes, body: bytes) -> SealedNote:
    return SealedNote(key=bytes(key), body=bytes(body))
