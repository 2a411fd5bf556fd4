"""Puts parcels into an SFTP drop: written under another name, then renamed when whole.

The drop must prove itself with a host key that we were given; we log in with a key of our own.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, NamedTuple, TypeVar
from urllib.parse import unquote

import asyncssh

from tipline.domain.errors import KeysUnusableError
from tipline.domain.referrals.naming import drop_name
from tipline.gateways.delivery.addresses import parse_address
from tipline.gateways.delivery.credentials import Credentials
from tipline.gateways.delivery.deadlines import SYSTEM_RESOLVER, Resolver, run_within
from tipline.ports.outgoing import Delivery
from tipline.ports.referrals.delivery import Handed, Parcel, Trouble

DEADLINE_SECONDS: Final = 60.0
_CONNECT_SECONDS: Final = 15.0
_PORT: Final = 22
_USER: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_FAILURES: Final = (OSError, asyncssh.Error, KeysUnusableError, ValueError)
"""What a use of a drop may end with: `TimeoutError` is of the first kind, names that no network
takes and answers that are none of the last."""

FoundT = TypeVar("FoundT")


class _Place(NamedTuple):
    """Where a drop is."""

    host: str
    port: int
    user: str
    folder: str


class _Progress:
    """How far an upload came: once the rename was asked for, it may be there."""

    may_be_there = False


class SftpDrop:
    """Deliveries by SFTP, to addresses such as `sftp://user@drop.example.org:22/folder`.

    The folder is looked for where the drop lets us in; after two slashes, from its root on.
    """

    can_look: Final = True

    def __init__(
        self,
        credentials: Credentials,
        *,
        deadline: float = DEADLINE_SECONDS,
        resolve: Resolver = SYSTEM_RESOLVER,
    ) -> None:
        self._credentials = credentials
        self._resolve = resolve
        self.deadline = deadline

    def deliver(self, parcel: Parcel) -> Handed:
        """Put a parcel into the drop and say what came of it."""
        place = _place(parcel.address)
        if place is None:
            return Handed(outcome=Delivery.REFUSED, trouble=Trouble.BAD_ADDRESS)
        if parcel.credential is None:  # the record names none: no later try finds one
            return Handed(outcome=Delivery.REFUSED, trouble=Trouble.LOG_IN)
        progress = _Progress()

        async def upload(drop: asyncssh.SFTPClient) -> None:
            await _upload(drop, _path(place, parcel), parcel.data, progress)

        try:
            self._within(place, parcel.credential, upload)
        except (asyncssh.SFTPPermissionDenied, asyncssh.SFTPNoSuchFile):
            return _refused(progress)
        except _InTheWayError:
            return Handed(outcome=Delivery.REFUSED, trouble=Trouble.REFUSED)
        except _FAILURES as error:
            return _failed(error, progress)
        return Handed(outcome=Delivery.TAKEN)

    def look(self, parcel: Parcel) -> bool | None:
        """Tell whether the drop has a parcel, whole; None if that cannot be told now."""
        place = _place(parcel.address)
        if place is None or parcel.credential is None:
            return None

        async def size(drop: asyncssh.SFTPClient) -> int | None:
            found: int | None = (await drop.stat(_path(place, parcel))).size
            return found

        try:
            return self._within(place, parcel.credential, size) == len(parcel.data)
        except asyncssh.SFTPNoSuchFile:
            return False
        except _FAILURES:
            return None

    def _within(
        self,
        place: _Place,
        credential: str,
        use: Callable[[asyncssh.SFTPClient], Awaitable[FoundT]],
    ) -> FoundT:
        """Use a drop within the deadline."""
        key, hosts = self._papers(credential)

        async def whole() -> FoundT:
            connection = await asyncssh.connect(
                place.host,
                place.port,
                username=place.user,
                client_keys=[key],
                known_hosts=hosts,
                config=None,
                agent_path=None,
                password=None,
                preferred_auth="publickey",
                connect_timeout=min(_CONNECT_SECONDS, self.deadline),
                login_timeout=self.deadline,
            )
            try:
                return await use(await connection.start_sftp_client())
            finally:
                # Not closed: that would wait for a peer that may never answer.
                connection.abort()
                await asyncio.sleep(0)

        return run_within(self.deadline, whole, self._resolve)

    def _papers(self, credential: str) -> tuple[asyncssh.SSHKey, asyncssh.SSHKnownHosts]:
        """Return what to log in with, and whom to trust.

        Raises:
            KeysUnusableError: the key or the host keys cannot be used.
        """
        secret, hosts = self._credentials.secret(credential), self._credentials.hosts(credential)
        try:
            key = asyncssh.import_private_key(secret)
            return key, asyncssh.import_known_hosts(hosts.decode("utf-8"))
        except (asyncssh.Error, ValueError):
            raise KeysUnusableError("A key of a drop, or of its host, is none.") from None


class _InTheWayError(Exception):
    """Something else lies where the parcel should."""


async def _upload(drop: asyncssh.SFTPClient, path: str, data: bytes, progress: _Progress) -> None:
    folder, _, name = path.rpartition("/")
    unfinished = f"{folder}/.{name}.part" if folder else f".{name}.part"
    file = await drop.open(unfinished, "wb")  # if that fails, the connection ends with it
    await file.write(data)
    with suppress(asyncssh.SFTPOpUnsupported):
        await file.fsync()
    await file.close()
    progress.may_be_there = True
    try:
        await drop.posix_rename(unfinished, path)
    except asyncssh.SFTPOpUnsupported:
        progress.may_be_there = False
        await _rename_plainly(drop, unfinished, path, len(data), progress)


async def _rename_plainly(
    drop: asyncssh.SFTPClient, unfinished: str, path: str, size: int, progress: _Progress
) -> None:
    """Rename where only the oldest kind is known, which some drops do over what lies there.

    Raises:
        _InTheWayError: another file has the name; it stays as it is.
    """
    try:
        found = await drop.lstat(path)
    except asyncssh.SFTPNoSuchFile:
        progress.may_be_there = True
        await drop.rename(unfinished, path)
        return
    if found.size != size:
        raise _InTheWayError
    with suppress(asyncssh.SFTPError):  # it is there from before; the second copy may stay
        await drop.remove(unfinished)


def _place(address: str) -> _Place | None:
    """Return where a drop is; None if the address is none for this channel."""
    parts = parse_address(address)
    if parts is None or parts.scheme != "sftp" or not _USER.fullmatch(parts.user or ""):
        return None
    folder = unquote(parts.path)
    if not folder.isprintable():
        return None
    return _Place(parts.host, parts.port or _PORT, parts.user or "", folder[1:].rstrip("/"))


def _path(place: _Place, parcel: Parcel) -> str:
    """Return a parcel's path; relative to where the drop lets us in."""
    name = drop_name(parcel.id)
    return f"{place.folder}/{name}" if place.folder else name


def _refused(progress: _Progress) -> Handed:
    """Return what a folder that is not there or not for us means."""
    if progress.may_be_there:
        return Handed(outcome=Delivery.UNKNOWN, trouble=Trouble.REFUSED)
    return Handed(outcome=Delivery.REFUSED, trouble=Trouble.REFUSED)


def _failed(error: Exception, progress: _Progress) -> Handed:
    trouble = _trouble(error)
    if progress.may_be_there:
        return Handed(outcome=Delivery.UNKNOWN, trouble=trouble)
    is_final = trouble is Trouble.BAD_ADDRESS
    return Handed(outcome=Delivery.REFUSED if is_final else Delivery.LATER, trouble=trouble)


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, TimeoutError):
        return Trouble.TIMED_OUT
    if isinstance(error, asyncssh.HostKeyNotVerifiable):
        return Trouble.NOT_TRUSTED
    if isinstance(error, (asyncssh.PermissionDenied, KeysUnusableError)):
        return Trouble.LOG_IN
    if isinstance(error, asyncssh.SFTPError):
        return Trouble.NOT_NOW
    if isinstance(error, UnicodeError):
        return Trouble.BAD_ADDRESS
    return Trouble.NO_CONNECTION if isinstance(error, OSError) else Trouble.BROKE_OFF
