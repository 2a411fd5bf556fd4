"""Lets somebody work at the desk, and stops them again."""

import base64
import re
from typing import Final

import msgspec

from tipline.domain.desk import DeskRole
from tipline.domain.errors import TiplineError
from tipline.ports.desk import Passwords, SecondFactors
from tipline.ports.operations import (
    AddUser,
    DisableUser,
    Done,
    ReplaceSecondFactor,
    Request,
    ResetPassword,
)
from tipline.ports.secrets import Randomness
from tipline.ports.stores import Writer

_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?")
_PASSWORD_BYTES: Final = 15
_GROUP: Final = 6


class UserNameError(TiplineError):
    """A user name has letters a to z, digits, dots and hyphens, at most 60, and is used once."""

    code = "user_name"


class UserUnknownError(TiplineError):
    """There is no user with this name who could still come in."""

    code = "user_unknown"


class NewUser(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody needs to come in the first time; shown once and stored nowhere readable."""

    name: str
    role: DeskRole
    password: str
    secret: str
    uri: str

    def __repr__(self) -> str:
        return "NewUser(...)"


class NewPassword(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody who forgot their password needs; shown once and stored nowhere readable."""

    name: str
    password: str

    def __repr__(self) -> str:
        return "NewPassword(...)"


class NewFactor(msgspec.Struct, frozen=True, kw_only=True):
    """What an authenticator needs; shown once and stored nowhere readable."""

    name: str
    secret: str
    uri: str

    def __repr__(self) -> str:
        return "NewFactor(...)"


def user_name(typed: str) -> str:
    """Return a user name as it is stored: in lower case, blanks around it gone."""
    return typed.strip().lower()


def can_be_named(name: str) -> bool:
    """Tell whether somebody can have this name; the store is asked for no other."""
    return _NAME.fullmatch(name) is not None


def admit_user(  # noqa: PLR0913 - who, as what, and the ports it takes
    name: str,
    role: DeskRole,
    writer: Writer,
    randomness: Randomness,
    passwords: Passwords,
    factors: SecondFactors,
    *,
    actor: str,
) -> NewUser:
    """Return a one-time password and a second factor for somebody new; both work at once.

    Raises:
        UserNameError: the name cannot be used, or is taken.
        StoreUnavailableError: nobody knows whether it was stored.
    """
    name = user_name(name)
    if not can_be_named(name):
        raise UserNameError
    password = _one_time_password(randomness)
    factor, secret, uri = factors.enrol(name)
    operation = AddUser(name=name, role=role, password=passwords.hash(password), factor=factor)
    result = writer.write(Request(operation=operation, actor=actor))
    if not isinstance(result, Done):
        raise UserNameError("This name is taken. Names are never given out again.")
    return NewUser(name=name, role=role, password=password, secret=secret, uri=uri)


def dismiss_user(name: str, writer: Writer, *, actor: str) -> None:
    """Let somebody in no more, from their next request on; what they held is given back.

    Raises:
        UserUnknownError: no such user, or disabled already.
        StoreUnavailableError: nobody knows whether it was changed.
    """
    name = user_name(name)
    if not can_be_named(name):
        raise UserUnknownError
    operation = DisableUser(name=name)
    if not isinstance(writer.write(Request(operation=operation, actor=actor)), Done):
        raise UserUnknownError


def reset_password(
    name: str, writer: Writer, randomness: Randomness, passwords: Passwords, *, actor: str
) -> NewPassword:
    """Return a new one-time password for somebody; the old one is void and their sessions end.

    Raises:
        UserUnknownError: no such user, or disabled.
        StoreUnavailableError: nobody knows whether it was changed.
    """
    name = user_name(name)
    if not can_be_named(name):
        raise UserUnknownError
    password = _one_time_password(randomness)
    operation = ResetPassword(name=name, password=passwords.hash(password))
    if not isinstance(writer.write(Request(operation=operation, actor=actor)), Done):
        raise UserUnknownError
    return NewPassword(name=name, password=password)


def reset_second_factor(
    name: str, writer: Writer, factors: SecondFactors, *, actor: str
) -> NewFactor:
    """Return a new second factor for somebody; the old one is void and their sessions end.

    Raises:
        UserUnknownError: no such user.
        StoreUnavailableError: nobody knows whether it was changed.
    """
    name = user_name(name)
    if not can_be_named(name):
        raise UserUnknownError
    factor, secret, uri = factors.enrol(name)
    operation = ReplaceSecondFactor(name=name, factor=factor)
    if not isinstance(writer.write(Request(operation=operation, actor=actor)), Done):
        raise UserUnknownError
    return NewFactor(name=name, secret=secret, uri=uri)


def _one_time_password(randomness: Randomness) -> str:
    """Return 24 letters and digits in groups: 120 bits, easy to read out."""
    text = base64.b32encode(randomness.random_bytes(_PASSWORD_BYTES)).decode().lower()
    groups = [text[start : start + _GROUP] for start in range(0, len(text), _GROUP)]
    return "-".join(groups)
