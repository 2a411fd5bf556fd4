"""Changes to who may file and who may work at the desk."""

from tipline.domain.desk import DeskRole
from tipline.ports.operations.roots import Operation


class AddProvider(Operation, frozen=True, kw_only=True, tag=True):
    """Let an online service file reports; `secret` is the SHA-256 of its password."""

    name: str
    username: str
    secret: bytes
    is_test: bool


class DisableProvider(Operation, frozen=True, kw_only=True, tag=True):
    """Refuse a provider's credentials from now on."""

    username: str


class AddUser(Operation, frozen=True, kw_only=True, tag=True):
    """Let somebody work at the desk; `factor` is the sealed secret of the second factor."""

    name: str
    role: DeskRole
    password: str
    factor: bytes


class DisableUser(Operation, frozen=True, kw_only=True, tag=True):
    """Let somebody in no more; what they hold is given back."""

    name: str


class ReplaceSecondFactor(Operation, frozen=True, kw_only=True, tag=True):
    """Give somebody a new second factor; their sessions end."""

    name: str
    factor: bytes


class ResetPassword(Operation, frozen=True, kw_only=True, tag=True):
    """Give somebody a one-time password in place of a forgotten one; their sessions end."""

    name: str
    password: str


class ReplacePassword(Operation, frozen=True, kw_only=True, tag=True):
    """Keep the password somebody chose; all their sessions but `keep` end."""

    user: int
    password: str
    keep: bytes


class OpenSession(Operation, frozen=True, kw_only=True, tag=True):
    """Let somebody in, once for each step of their second factor; `token` is a SHA-256."""

    user: int
    token: bytes
    step: int


class TouchSession(Operation, frozen=True, kw_only=True, tag=True):
    """Remember that a session is in use."""

    token: bytes


class EndSession(Operation, frozen=True, kw_only=True, tag=True):
    """End a session."""

    token: bytes


class RecordRefusal(Operation, frozen=True, kw_only=True, tag=True):
    """Record that somebody was not let in; `user` is None if the name is nobody's."""

    user: int | None
