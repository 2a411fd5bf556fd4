"""Changes by and for people who report through the public form.

Nothing here says who or where a visitor is; every id is a digest of a secret only they have.
"""

from typing import Final

import msgspec

from tipline.domain.desk import ContactReason
from tipline.ports.operations.reports import StoredReport
from tipline.ports.operations.roots import Operation

MOST_ADDED: Final = 50
"""How often a reporter can add to one report; a person never comes near."""


class SealedNote(msgspec.Struct, frozen=True, kw_only=True):
    """A text as it is stored, sealed under its number for one reader."""

    key: bytes
    body: bytes


class NewThread(msgspec.Struct, frozen=True, kw_only=True):
    """The way back for one reporter: the digest of their receipt, and the key to seal to them.

    `lasts` is how long the receipt is good for, in microseconds.
    """

    id: bytes
    public_key: bytes
    lasts: int


class SaveDraft(Operation, frozen=True, kw_only=True, tag=True):
    """Keep what a visitor has answered so far, sealed to the visitor.

    `revision` is the one it replaces, 0 for a new draft; another in its place gives `Stale`, none
    gives `Unknown`. `leaving` is what is sent if they never come to the end, if they chose that.
    Result: `Done` with the new revision.
    """

    id: bytes
    revision: int
    sealed: bytes
    leaving: StoredReport | None = None


class EraseDraft(Operation, frozen=True, kw_only=True, tag=True):
    """Forget a draft now, with what would have been sent if the visitor had left."""

    id: bytes


class ExpireDrafts(Operation, frozen=True, kw_only=True, tag=True):
    """Forget drafts that nobody went on with, at most `limit`; send what their visitors chose."""

    limit: int = 500


class SubmitPublic(Operation, frozen=True, kw_only=True, tag=True):
    """Store a public report in place of its draft, with the way back and the sealed contact.

    `revision` is the draft's that was composed; another in its place gives `Stale`. Done twice it
    gives the first result again (`Received`). `Unknown`: there is neither draft nor thread,
    because the draft has expired.
    """

    draft: bytes
    revision: int
    report: StoredReport
    thread: NewThread
    contact: SealedNote | None = None


class AddReporterFacts(Operation, frozen=True, kw_only=True, tag=True):
    """Store what a reporter adds: a supplement for the desk, and a copy sealed to the reporter.

    `same` is a fingerprint of the text and of the page it was typed into, 16 bytes: what has the
    same is there already, and gives the first result again (`Received`). `answers` is the number
    of the question that the page showed; only that one is answered, and only if it is still open.
    `Refused`: so much was added that nothing more is taken (`MOST_ADDED`). `Unknown`: no such
    thread, or it has ended.
    """

    thread: bytes
    report: StoredReport
    copy: SealedNote
    same: bytes
    answers: int | None = None


class StopContact(Operation, frozen=True, kw_only=True, tag=True):
    """Let the desk ask a reporter nothing more, or (`stop` false) let it ask again."""

    thread: bytes
    stop: bool


class EndThreads(Operation, frozen=True, kw_only=True, tag=True):
    """Forget ways back whose receipts are no longer good, at most `limit`.

    What the desk asked stays with the report, sealed for the desk only.
    """

    limit: int = 500


class AskReporter(Operation, frozen=True, kw_only=True, tag=True):
    """Put one question to a reporter, sealed once for the desk and once for the reporter.

    `message` is the question's number. `Refused`: a question is open, or the reporter asked not to
    be contacted. `Unknown`: there is no way back, or it has ended.
    """

    report: int
    user: int
    message: int
    for_desk: SealedNote
    for_reporter: SealedNote


class WithdrawQuestion(Operation, frozen=True, kw_only=True, tag=True):
    """Take back the open question of a report; `Refused` if there is none."""

    report: int
    user: int


class RequestContact(Operation, frozen=True, kw_only=True, tag=True):
    """Ask to see how a reporter can be reached; somebody else decides.

    Result: `Done` with the request's number. `Refused`: this person's request is waiting or holds,
    or the reporter asked not to be contacted. `Unknown`: no such report, or no contact was left.
    """

    report: int
    user: int
    reason: ContactReason


class DecideContact(Operation, frozen=True, kw_only=True, tag=True):
    """Allow or refuse a request.

    `Refused`: it is one's own, decided already, or to be allowed against the reporter's wish not
    to be contacted.
    """

    request: int
    user: int
    approve: bool


class ReadContact(Operation, frozen=True, kw_only=True, tag=True):
    """Record that somebody is about to see how a reporter can be reached.

    `Refused`: they have no approval that still holds; the reporter's wish not to be contacted ends
    it.
    """

    report: int
    user: int
