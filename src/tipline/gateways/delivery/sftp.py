"""Puts parcels into an SFTP drop: written under another name, then renamed when whole.

The drop must prove itself with a host key that we were given; we log in with a key of our own.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, NamedTuple, TypeVar
from urllib.parse import unquote, urlsplit

import asyncssh

from tipline.domain.errors import KeysUnusableError
from tipline.gateways.delivery.credentials import Credentials
from tipline.ports.outgoing import Delivery
from tipline.ports.referrals.delivery import Handed, Parcel, Trouble

DEADLINE_SECONDS: Final = 60.0
_CONNECT_SECONDS: Final = 15.0
_PORT: Final = 22
_USER: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")

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

    def __init__(self, credentials: Credentials, *, deadline: float = DEADLINE_SECONDS) -> None:
        self._credentials = credentials
        self.deadline = deadline

    def deliver(self, parcel: Parcel) -> Handed:
        """Put a parcel into the drop and say what came of it."""
        place = _place(parcel.address)
        if place is None or parcel.credential is None:
            return Handed(outcome=Delivery.REFUSED, trouble=Trouble.BAD_ADDRESS)
        progress = _Progress()

        async def upload(drop: asyncssh.SFTPClient) -> None:
            await _uploaded(drop, _path(place, parcel), parcel.data, progress)

        try:
            self._within(place, parcel.credential, upload)
        except (asyncssh.SFTPPermissionDenied, asyncssh.SFTPNoSuchFile):
            return _refused(progress)
        except (OSError, TimeoutError, asyncssh.Error, KeysUnusableError, ValueError) as error:
            trouble = _trouble(error)
            if progress.may_be_there:
                return Handed(outcome=Delivery.UNKNOWN, trouble=trouble)
            return Handed(outcome=Delivery.LATER, trouble=trouble)
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
        except (OSError, TimeoutError, asyncssh.Error, KeysUnusableError, ValueError):
            return None

    def _within(
        self,
        place: _Place,
        credential: str,
        use: Callable[[asyncssh.SFTPClient], Awaitable[FoundT]],
    ) -> FoundT:
        """Use a drop within the deadline."""
        key = asyncssh.import_private_key(self._credentials.secret(credential))
        hosts = self._credentials.hosts(credential)

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

        async def in_time() -> FoundT:
            return await asyncio.wait_for(whole(), self.deadline)

        return asyncio.run(in_time())


async def _uploaded(
    drop: asyncssh.SFTPClient, path: str, data: bytes, progress: _Progress
) -> None:
    folder, _, name = path.rpartition("/")
    unfinished = f"{folder}/.{name}.part" if folder else f".{name}.part"
    file = await drop.open(unfinished, "wb")  # if that fails, the connection ends with it
    await file.write(data)
    with suppress(asyncssh.SFTPOpUnsupported):
        await file.fsync()
    await file.close()
    progress.may_be_there = True
    await drop.posix_rename(unfinished, path)


def _place(address: str) -> _Place | None:
    """Return where a drop is; None if the address is none for this channel."""
    try:
        parts = urlsplit(address)
        host, port, user = parts.hostname, parts.port, parts.username
    except ValueError:
        return None
    if parts.scheme != "sftp" or parts.password or parts.query or parts.fragment:
        return None
    if not host or not user or not _USER.fullmatch(user):
        return None
    return _Place(host, port or _PORT, user, unquote(parts.path)[1:].rstrip("/"))


def _path(place: _Place, parcel: Parcel) -> str:
    """Return a parcel's path; relative to where the drop lets us in."""
    return f"{place.folder}/{parcel.name}" if place.folder else parcel.name


def _refused(progress: _Progress) -> Handed:
    """Return what a folder that is not there or not for us means."""
    if progress.may_be_there:
        return Handed(outcome=Delivery.UNKNOWN, trouble=Trouble.REFUSED)
    return Handed(outcome=Delivery.REFUSED, trouble=Trouble.REFUSED)


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, TimeoutError):
        return Trouble.TIMED_OUT
    if isinstance(error, asyncssh.HostKeyNotVerifiable):
        return Trouble.NOT_TRUSTED
    if isinstance(error, (asyncssh.PermissionDenied, KeysUnusableError, asyncssh.KeyImportError)):
        return Trouble.LOG_IN
    if isinstance(error, asyncssh.SFTPError):
        return Trouble.NOT_NOW
    return Trouble.BROKE_OFF if isinstance(error, asyncssh.Error) else Trouble.NO_CONNECTION
