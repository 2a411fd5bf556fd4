"""Lets people in with password and second factor, and knows them again until they have left.

Whoever is refused learns nothing: a wrong name, password or code, a disabled user and a code that
was used before all take the same work and give the same answer.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Final

import msgspec

from tipline.domain.desk import IDLE, LONGEST_PASSWORD, LONGEST_SESSION, SHORTEST_PASSWORD
from tipline.domain.errors import StoreUnavailableError, TiplineError
from tipline.domain.moments import in_microseconds, to_microseconds
from tipline.ports.clock import Clock
from tipline.ports.desk import DeskReader, Passwords, SecondFactors, UserRow
from tipline.ports.operations import (
    Done,
    EndSession,
    OpenSession,
    RecordRefusal,
    ReplacePassword,
    Request,
    TouchSession,
)
from tipline.ports.secrets import Randomness
from tipline.ports.stores import Writer
from tipline.services.desk.admit_user import can_be_named, user_name

_TOKEN_BYTES: Final = 32
_TOUCH_AFTER: Final = in_microseconds(timedelta(seconds=1))


class LogInRefusedError(TiplineError):
    """The name, the password or the code is not right."""

    code = "log_in_refused"


class PasswordUnfitError(TiplineError):
    """The password cannot be used."""

    code = "password_unfit"


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody typed to come in."""

    name: str
    password: str
    code: str

    def __repr__(self) -> str:
        return "Attempt(...)"


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes to let people in."""

    reader: DeskReader
    writer: Writer
    passwords: Passwords
    factors: SecondFactors
    randomness: Randomness
    clock: Clock


def token_digest(token: str) -> bytes:
    """Return what is stored of a session's token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def log_in(attempt: Attempt, gate: Gate) -> tuple[UserRow, str]:
    """Return who came in, and the secret token of the new session.

    Raises:
        LogInRefusedError: something is not right; nobody is told what.
        StoreUnavailableError: nobody can be let in now.
    """
    name = user_name(attempt.name)
    found = gate.reader.user(name) if can_be_named(name) else None
    user = None if found is None or found.disabled else found
    password = attempt.password[: LONGEST_PASSWORD + 1]
    right = gate.passwords.matches(password, None if user is None else user.password)
    factor = None if user is None else user.factor
    step = gate.factors.step_of(attempt.code, name, factor, gate.clock.now())
    if user is None or not right or step is None:
        raise _refused(found, gate)
    token = gate.randomness.random_bytes(_TOKEN_BYTES).hex()
    operation = OpenSession(user=user.id, token=token_digest(token), step=step)
    result = gate.writer.write(Request(operation=operation, actor=f"user:{user.id}"))
    if not isinstance(result, Done):
        raise _refused(found, gate)
    return user, token


def _refused(found: UserRow | None, gate: Gate) -> LogInRefusedError:
    """Return the refusal once it is recorded: whose account it was about, never what was typed.

    The store counts every one and logs few, so the work is the same for names of nobody.
    """
    user = None if found is None else found.id
    gate.writer.write(Request(operation=RecordRefusal(user=user), actor="service:desk"))
    return LogInRefusedError()


def known_user(token: str, reader: DeskReader, writer: Writer, now: datetime) -> UserRow | None:
    """Return who a session's token belongs to, and remember that it is in use.

    None if the session is over: ended, idle or open too long, or its user disabled.
    """
    digest = token_digest(token)
    session = reader.session(digest)
    if session is None or session.user.disabled:
        return None
    moment = to_microseconds(now)
    idle, age = moment - session.seen_at, moment - session.opened_at
    if idle >= in_microseconds(IDLE) or age >= in_microseconds(LONGEST_SESSION):
        return None
    if idle >= _TOUCH_AFTER:
        request = Request(operation=TouchSession(token=digest), actor=f"user:{session.user.id}")
        try:
            writer.write(request)
        except StoreUnavailableError:
            return session.user  # the session grows old unseen, which is the safe side
    return session.user


def log_out(token: str, user: UserRow, writer: Writer) -> None:
    """End a session.

    Raises:
        StoreUnavailableError: nobody knows whether it was ended.
    """
    operation = EndSession(token=token_digest(token))
    writer.write(Request(operation=operation, actor=f"user:{user.id}"))


def change_password(old: str, new: str, user: UserRow, token: str, gate: Gate) -> None:
    """Keep the password somebody chose; their other sessions end.

    Raises:
        LogInRefusedError: the old password is not right.
        PasswordUnfitError: the new one is too short, too long, or the old one.
        StoreUnavailableError: nobody knows whether it was changed.
    """
    if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
        raise PasswordUnfitError(
            f"Choose a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters. "
            "Four or five words in a row are a good one."
        )
    if user.name in new.lower() or new == old:
        raise PasswordUnfitError("Choose a password that is new, and without your name in it.")
    if not gate.passwords.matches(old, user.password):
        operation = RecordRefusal(user=user.id)
        gate.writer.write(Request(operation=operation, actor=f"user:{user.id}"))
        raise LogInRefusedError("The present password is not right.")
    chosen = ReplacePassword(
        user=user.id, password=gate.passwords.hash(new), keep=token_digest(token)
    )
    gate.writer.write(Request(operation=chosen, actor=f"user:{user.id}"))
