"""What visitors and the desk do, for the store's tests: opaque bytes instead of sealed text."""

from datetime import timedelta

import msgspec

from tests.contracts.making import apply, digest, report
from tipline.domain.lifecycle import State
from tipline.domain.moments import in_microseconds
from tipline.domain.public.draft import DRAFT_KEPT
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.desk.reading import DatabaseDeskReader
from tipline.stores.public.reading import DatabaseConversationReader, DatabaseVisitReader
from tipline.stores.reading import DatabaseReader

READER = DatabaseReader()
DESK = DatabaseDeskReader()
VISITS = DatabaseVisitReader()
TALKS = DatabaseConversationReader()

MOMENT = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
LASTS = timedelta(days=180)
KEPT = DRAFT_KEPT


def note(text: str) -> ops.SealedNote:
    return ops.SealedNote(key=f"key of {text}".encode(), body=f"sealed {text}".encode())


def public_report(
    number: int, *names: str, urgent: bool = False, marks: int = 0
) -> ops.StoredReport:
    made = report(number, None, *names, state=State.FINISHED, urgent=urgent)
    return msgspec.structs.replace(made, door="public", marks=marks)


def draft_id(name: str) -> bytes:
    return digest(f"draft {name}")


def thread_id(name: str) -> bytes:
    return digest(f"thread {name}")


def save(
    name: str, revision: int = 0, leaving: ops.StoredReport | None = None, text: str = "answers"
) -> ops.SaveDraft:
    return ops.SaveDraft(
        id=draft_id(name), revision=revision, sealed=text.encode(), leaving=leaving
    )


def submit(
    name: str,
    sent: ops.StoredReport,
    contact: ops.SealedNote | None = None,
    revision: int = 1,
) -> ops.SubmitPublic:
    thread = ops.NewThread(
        id=thread_id(name), public_key=digest(f"key {name}"), lasts=in_microseconds(LASTS)
    )
    return ops.SubmitPublic(
        draft=draft_id(name), revision=revision, report=sent, thread=thread, contact=contact
    )


def send(name: str, number: int, contact: ops.SealedNote | None = None) -> None:
    """Have a visitor begin and send a report, at noon."""
    _, result = [apply(save(name))[0], apply(submit(name, public_report(number), contact))[0]]
    assert isinstance(result, ops.Received)


def facts(
    name: str, number: int, *, answers: int | None = None, same: str = "", urgent: bool = False
) -> ops.AddReporterFacts:
    """Return what a reporter adds; what has the same `same` was sent twice."""
    return ops.AddReporterFacts(
        thread=thread_id(name),
        report=public_report(number, urgent=urgent),
        copy=note(f"copy {number}"),
        same=digest(same or f"text {number}")[:16],
        answers=answers,
    )


def ask(number: int, message: int, user: int = 1) -> ops.AskReporter:
    return ops.AskReporter(
        report=number,
        user=user,
        message=message,
        for_desk=note(f"desk {message}"),
        for_reporter=note(f"reporter {message}"),
    )


def stop(name: str, *, again: bool = False) -> ops.StopContact:
    return ops.StopContact(thread=thread_id(name), stop=not again)


def row_count(table: str) -> int:
    row = queries.raw_connection().execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    assert row is not None
    return int(row[0])


def history(number: int) -> list[tuple[str, str | None]]:
    """Return what the audit log says of a report: actions and details, oldest first."""
    entries = DESK.history(number, 100)
    return [(entry.action, entry.detail) for entry in reversed(entries)]


def whole_log() -> bytes:
    return b"\n".join(bytes(line) for _, line in queries.rows("audit_lines", 0, 1_000))
