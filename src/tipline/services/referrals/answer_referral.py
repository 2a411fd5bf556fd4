"""Lets an agency answer by the signed link of a version, without an account.

The link is checked before the store is touched; whether it is still good, the store says. Numbers
are used again where a store comes back from a backup. So a link also binds the agency, when the
referral was opened and when the link ends: an older one with the same numbers shows nothing.
"""

import base64
import hmac
from collections.abc import Collection
from enum import StrEnum
from typing import Final

import msgspec

from tipline.domain.checks.smuggling import hides_file
from tipline.domain.moments import to_microseconds
from tipline.domain.referrals.naming import note_seal
from tipline.domain.referrals.states import (
    LONGEST_NOTE,
    AnswerKind,
    DeclineReason,
    OutcomeCode,
    ReferralState,
)
from tipline.ports.clock import Clock
from tipline.ports.operations import AnswerReferral, AnyResult, Request, SealedNote
from tipline.ports.referrals.links import AnswerLinks, Linked
from tipline.ports.referrals.readers import AnswerReader
from tipline.ports.referrals.rows import AnswerRow, ReferralRow, VersionRow
from tipline.ports.sealing import Opener, Sealed, Sealer
from tipline.ports.stores import Writer

_BOUND: Final = 22
"""Letters at the end of a token that bind it: 16 bytes in base64url."""


class Answering(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes to let agencies answer; it can open nothing."""

    reader: AnswerReader
    writer: Writer
    sealer: Sealer
    links: AnswerLinks
    clock: Clock


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What an agency answers.

    `reason` goes with declining and redirecting, `outcome` with an outcome; who redirects names an
    agency of the directory, or another in a note. `after` is the number of the last answer that
    they were shown: the same form sent twice is one answer, the same words said again after others
    are a new one.
    """

    kind: AnswerKind
    reason: DeclineReason | None = None
    outcome: OutcomeCode | None = None
    redirected_to: str | None = None
    note: str = ""
    after: int = 0

    def __repr__(self) -> str:
        return f"Answer({self.kind.value})"


class Unanswerable(StrEnum):
    """Why a link shows nothing to answer."""

    NO_LINK = "no_link"
    """We never made it, or it was cut."""
    OVER = "over"
    """It was good once: expired, revoked, withdrawn with its referral, or of before a restore."""


class Unfit(StrEnum):
    """What is wrong with an answer; nothing was changed."""

    NO_REASON = "no_reason"
    NO_OUTCOME = "no_outcome"
    NOWHERE = "nowhere"
    """Redirected without an agency and without a note."""
    NO_SUCH_AGENCY = "no_such_agency"
    TOO_LONG = "too_long"
    HIDES_FILE = "hides_file"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a good link shows: which referral it is, and what was answered so far."""

    referral: ReferralRow
    version: VersionRow
    answers: tuple[AnswerRow, ...]


def answer_token(
    referral: ReferralRow, version: int, link_expires_at: int, links: AnswerLinks
) -> str:
    """Return the token of a version's link; `link_expires_at` in microseconds since 1970."""
    return links.token(referral.number, version) + _bound(
        referral, version, link_expires_at, links
    )


def read_link(token: str, links: AnswerLinks) -> Linked | None:
    """Return what a link says it is for, without a look at the store; None if we never made it."""
    return links.read(token[:-_BOUND])


def look_by_link(token: str, ports: Answering) -> Asked | Unanswerable:
    """Return what a link is for; looks at the store only if we made it.

    Raises:
        StoreUnavailableError: the store cannot be read.
    """
    linked = read_link(token, ports.links)
    if linked is None:
        return Unanswerable.NO_LINK
    referral = ports.reader.referral(linked.referral)
    version = ports.reader.version(linked.referral, linked.version)
    if referral is None or version is None:
        return Unanswerable.OVER
    bound = _bound(referral, version.version, version.link_expires_at, ports.links)
    if not hmac.compare_digest(token[-_BOUND:].encode(), bound.encode()):
        return Unanswerable.OVER
    now = to_microseconds(ports.clock.now())
    is_over = version.link_expires_at <= now or version.link_revoked_at is not None
    if is_over or referral.state is ReferralState.WITHDRAWN:
        return Unanswerable.OVER
    answers = tuple(ports.reader.answers(linked.referral))
    return Asked(referral=referral, version=version, answers=answers)


def answer_referral(
    token: str, answer: Answer, agencies: Collection[str], ports: Answering
) -> AnyResult | Unanswerable | Unfit:
    """Keep an answer; the same again is `Done` again and changes nothing.

    `agencies` are the ids that can be redirected to. `Refused`: an outcome is never undone, and
    there is an end to answers.

    Raises:
        StoreUnavailableError: the store cannot be read, or nobody knows whether it was stored: the
            same answer can be sent again.
    """
    answer = msgspec.structs.replace(answer, note=plain_note(answer.note))
    unfit = _unfit(answer, agencies)
    if unfit is not None:
        return unfit
    asked = look_by_link(token, ports)
    if isinstance(asked, Unanswerable):
        return asked
    linked = Linked(referral=asked.version.referral, version=asked.version.version)
    operation = AnswerReferral(
        referral=linked.referral,
        version=linked.version,
        kind=answer.kind,
        same=ports.links.fingerprint(msgspec.json.encode((linked, answer))),
        reason=answer.reason,
        outcome=answer.outcome,
        redirected_to=answer.redirected_to,
        note=_sealed(linked, answer.note, ports.sealer),
    )
    actor = f"agency:{asked.referral.agency}"
    return ports.writer.write(Request(operation=operation, actor=actor))


def plain_note(typed: str) -> str:
    """Return a note as it is kept: line breaks as one character, no blanks around it."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip()


def open_note(row: AnswerRow, opener: Opener) -> str:
    """Return what an agency wrote with its answer, empty if nothing; for the desk.

    The audit log has to say first that the referral is read.

    Raises:
        SealBrokenError: it was sealed to another key, or bytes have changed.
    """
    if row.note is None:
        return ""
    sealed = Sealed(key=row.note.key, body=row.note.body)
    opened = opener.open(note_seal(row.referral, row.version), sealed)
    return opened.body.decode("utf-8", "replace")


def _bound(referral: ReferralRow, version: int, link_expires_at: int, links: AnswerLinks) -> str:
    """Return what binds a link to a version of this very referral."""
    place = (referral.number, version, referral.agency, referral.opened_at, link_expires_at)
    made = links.fingerprint(b"link\n" + msgspec.json.encode(place))
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode("ascii")


def _unfit(answer: Answer, agencies: Collection[str]) -> Unfit | None:
    declines = answer.kind in {AnswerKind.DECLINED, AnswerKind.REDIRECTED}
    problems = {
        Unfit.NO_REASON: declines and answer.reason is None,
        Unfit.NO_OUTCOME: answer.kind is AnswerKind.OUTCOME and answer.outcome is None,
        Unfit.NOWHERE: (
            answer.kind is AnswerKind.REDIRECTED and not (answer.redirected_to or answer.note)
        ),
        Unfit.NO_SUCH_AGENCY: (
            answer.redirected_to is not None and answer.redirected_to not in agencies
        ),
        Unfit.TOO_LONG: len(answer.note) > LONGEST_NOTE,
        Unfit.HIDES_FILE: hides_file(answer.note),
    }
    return next((problem for problem, is_so in problems.items() if is_so), None)


def _sealed(linked: Linked, note: str, sealer: Sealer) -> SealedNote | None:
    if not note:
        return None
    sealed = sealer.seal(note_seal(linked.referral, linked.version), note.encode())
    return SealedNote(key=sealed.key, body=sealed.body)
