"""Puts parcels into an HTTPS drop: one PUT to the drop's address and the parcel's name.

The peer can deduplicate by `Idempotency-Key`, by the name, or by `Content-Digest` (RFC 9530).
Whether it is there is asked with HEAD. Redirects, proxies of the surroundings and answers' bodies
are not for us.
"""

import asyncio
import base64
import ssl
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

import httpx

from tipline.domain.errors import KeysUnusableError
from tipline.gateways.delivery.credentials import Credentials
from tipline.ports.outgoing import Delivery
from tipline.ports.referrals.delivery import Handed, Parcel, Trouble

DEADLINE_SECONDS: Final = 60.0
_CONNECT_SECONDS: Final = 10.0
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_OK: Final = range(200, 300)
_LOG_IN: Final = frozenset({401, 403, 407})
_NOT_NOW: Final = frozenset({408, 421, 423, 425, 429, 503})
_PERHAPS: Final = frozenset({409, 412, 500, 502, 504})
"""It may be there: from before, or behind a server that lost its answer."""
_MISSING: Final = frozenset({404, 410})


class HttpsDrop:
    """Deliveries by HTTPS; plain HTTP only to this machine, and only if asked for, for tests."""

    can_look: Final = True

    def __init__(
        self,
        credentials: Credentials,
        *,
        deadline: float = DEADLINE_SECONDS,
        plain_loopback: bool = False,
    ) -> None:
        self._credentials = credentials
        self._plain_loopback = plain_loopback
        self.deadline = deadline

    def deliver(self, parcel: Parcel) -> Handed:
        """Put a parcel into the drop and say what came of it."""
        url = self._url(parcel)
        if url is None:
            return Handed(outcome=Delivery.REFUSED, trouble=Trouble.BAD_ADDRESS)
        digest = base64.b64encode(sha256(parcel.data).digest()).decode("ascii")
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Digest": f"sha-256=:{digest}:",
            "Idempotency-Key": f'"{parcel.id}"',
        }
        try:
            status = self._asked("PUT", url, parcel, headers, parcel.data)
        except (KeysUnusableError, ssl.SSLError):
            return Handed(outcome=Delivery.LATER, trouble=Trouble.LOG_IN)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            return Handed(outcome=Delivery.LATER, trouble=_why_not(error))
        except TimeoutError:
            return Handed(outcome=Delivery.UNKNOWN, trouble=Trouble.TIMED_OUT)
        except httpx.HTTPError:
            return Handed(outcome=Delivery.UNKNOWN, trouble=Trouble.BROKE_OFF)
        return _judged(status)

    def look(self, parcel: Parcel) -> bool | None:
        """Tell whether the drop has a parcel; None if it does not say."""
        url = self._url(parcel)
        if url is None:
            return None
        try:
            status = self._asked("HEAD", url, parcel, {}, None)
        except (KeysUnusableError, ssl.SSLError, httpx.HTTPError, TimeoutError):
            return None
        if status in _OK:
            return True
        return False if status in _MISSING else None

    def _url(self, parcel: Parcel) -> str | None:
        """Return where a parcel goes; None if the address is none for this channel."""
        try:
            parts = urlsplit(parcel.address)
            host, _ = parts.hostname, parts.port
        except ValueError:
            return None
        is_safe = parts.scheme == "https" or (
            self._plain_loopback and parts.scheme == "http" and host in _LOOPBACK
        )
        if not (is_safe and host) or parts.username or parts.query or parts.fragment:
            return None
        return f"{parcel.address.rstrip('/')}/{parcel.name}"

    def _asked(
        self, method: str, url: str, parcel: Parcel, headers: dict[str, str], data: bytes | None
    ) -> int:
        """Make one request within the deadline and return the status of its answer.

        Raises:
            KeysUnusableError: the credential cannot be used.
            ssl.SSLError: what should prove the recipient is no certificate.
            httpx.HTTPError: there was no answer.
            TimeoutError: it took too long.
        """
        if parcel.credential is not None:
            token = self._credentials.secret(parcel.credential).decode("ascii", "replace").strip()
            headers = {**headers, "Authorization": f"Bearer {token}"}
        context = self._context(parcel.credential)

        async def ask() -> int:
            async with (
                httpx.AsyncClient(
                    verify=context,
                    trust_env=False,
                    follow_redirects=False,
                    timeout=httpx.Timeout(self.deadline, connect=_CONNECT_SECONDS),
                ) as client,
                client.stream(method, url, headers=headers, content=data) as answer,
            ):
                return answer.status_code

        async def ask_in_time() -> int:
            return await asyncio.wait_for(ask(), self.deadline)

        return asyncio.run(ask_in_time())

    def _context(self, credential: str | None) -> ssl.SSLContext:
        pinned = None if credential is None else self._credentials.authority(credential)
        if pinned is None:
            return ssl.create_default_context()
        return ssl.create_default_context(cadata=pinned)


def _judged(status: int) -> Handed:
    if status in _OK:
        return Handed(outcome=Delivery.TAKEN)
    if status in _LOG_IN:  # somebody may mend it before we give up
        return Handed(outcome=Delivery.LATER, trouble=Trouble.LOG_IN)
    if status in _NOT_NOW:
        return Handed(outcome=Delivery.LATER, trouble=Trouble.NOT_NOW)
    if status in _PERHAPS:
        return Handed(outcome=Delivery.UNKNOWN, trouble=Trouble.NOT_NOW)
    return Handed(outcome=Delivery.REFUSED, trouble=Trouble.REFUSED)


def _why_not(error: Exception) -> Trouble:
    """Tell a recipient that is not who it should be from one that is not there."""
    if isinstance(error, httpx.ConnectTimeout):
        return Trouble.TIMED_OUT
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return Trouble.NOT_TRUSTED
        cause = cause.__cause__ or cause.__context__
    return Trouble.NO_CONNECTION
