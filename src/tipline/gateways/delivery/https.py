"""Puts parcels into an HTTPS drop: one PUT to the drop's address and the parcel's name.

The peer can deduplicate by `Idempotency-Key`, by the name, or by `Content-Digest` (RFC 9530).
Whether it is there, and whole, is asked with HEAD. Redirects, proxies of the surroundings and
answers' bodies are not for us.
"""

import base64
import re
import ssl
from collections.abc import AsyncIterator, Mapping
from hashlib import sha256
from typing import Final

import httpx

from tipline.domain.errors import KeysUnusableError
from tipline.domain.referrals.naming import drop_name
from tipline.gateways.delivery.addresses import parse_address
from tipline.gateways.delivery.credentials import Credentials
from tipline.gateways.delivery.deadlines import SYSTEM_RESOLVER, Resolver, run_within
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
_CHUNK: Final = 65_536
_DIGEST: Final = re.compile(r"sha-256=:([A-Za-z0-9+/]{43}=):")
_FAILURES: Final = (OSError, httpx.HTTPError, httpx.InvalidURL, ValueError)
"""What a request may end with: `ssl.SSLError` and `TimeoutError` are of the first kind, names that
no network takes of the last."""


class _Body:
    """What is sent. Once its first byte was asked for, it may be there."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.began = False

    async def chunks(self) -> AsyncIterator[bytes]:
        """Give the data piece by piece."""
        self.began = True
        for at in range(0, len(self._data), _CHUNK):
            yield self._data[at : at + _CHUNK]


class HttpsDrop:
    """Deliveries by HTTPS; plain HTTP only to this machine, and only if asked for, for tests."""

    can_look: Final = True

    def __init__(
        self,
        credentials: Credentials,
        *,
        deadline: float = DEADLINE_SECONDS,
        plain_loopback: bool = False,
        resolve: Resolver = SYSTEM_RESOLVER,
    ) -> None:
        self._credentials = credentials
        self._plain_loopback = plain_loopback
        self._resolve = resolve
        self.deadline = deadline

    def deliver(self, parcel: Parcel) -> Handed:
        """Put a parcel into the drop and say what came of it."""
        url = self._url(parcel)
        if url is None:
            return Handed(outcome=Delivery.REFUSED, trouble=Trouble.BAD_ADDRESS)
        body = _Body(parcel.data)
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Length": str(len(parcel.data)),
            "Content-Digest": f"sha-256=:{_digest(parcel)}:",
            "Idempotency-Key": f'"{parcel.id}"',
        }
        try:
            context, log_in = self._papers(parcel.credential)
        except KeysUnusableError:
            return Handed(outcome=Delivery.LATER, trouble=Trouble.LOG_IN)
        try:
            answer = self._asked("PUT", url, context, headers | log_in, body)
        except _FAILURES as error:
            return _failed(error, began=body.began)
        return _judged(answer.status_code)

    def look(self, parcel: Parcel) -> bool | None:
        """Tell whether the drop has a parcel, whole; None if it does not say."""
        url = self._url(parcel)
        if url is None:
            return None
        try:
            context, log_in = self._papers(parcel.credential)
            # As it lies there: the length of what was packed for the way tells nothing.
            headers = {"Accept-Encoding": "identity"} | log_in
            answer = self._asked("HEAD", url, context, headers, None)
        except (KeysUnusableError, *_FAILURES):
            return None
        if answer.status_code in _OK:
            return _is_whole(answer.headers, parcel)
        return False if answer.status_code in _MISSING else None

    def _url(self, parcel: Parcel) -> httpx.URL | None:
        """Return where a parcel goes; None if the address is none for this channel."""
        parts = parse_address(parcel.address)
        if parts is None or parts.user is not None:
            return None
        is_plain = self._plain_loopback and parts.scheme == "http" and parts.host in _LOOPBACK
        if parts.scheme != "https" and not is_plain:
            return None
        host = f"[{parts.host}]" if ":" in parts.host else parts.host
        port = "" if parts.port is None else f":{parts.port}"
        path = f"{parts.path.rstrip('/')}/{drop_name(parcel.id)}"
        try:
            url = httpx.URL(f"{parts.scheme}://{host}{port}{path}")
            is_name = bool(url.host)  # reads names that begin with xn--
        except (httpx.InvalidURL, UnicodeError):
            return None
        return url if is_name else None

    def _papers(self, credential: str | None) -> tuple[ssl.SSLContext, dict[str, str]]:
        """Return whom to trust, and what to log in with.

        Raises:
            KeysUnusableError: the token or the certificates cannot be used.
        """
        if credential is None:
            return ssl.create_default_context(), {}
        log_in = {"Authorization": f"Bearer {self._credentials.token(credential)}"}
        pinned = self._credentials.authority(credential)
        try:
            return ssl.create_default_context(cadata=pinned), log_in
        except (ssl.SSLError, ValueError):
            raise KeysUnusableError("What should prove a recipient is no certificate.") from None

    def _asked(
        self,
        method: str,
        url: httpx.URL,
        context: ssl.SSLContext,
        headers: dict[str, str],
        body: _Body | None,
    ) -> httpx.Response:
        """Make one request within the deadline and return its answer, without its body.

        Raises:
            OSError, httpx.HTTPError, httpx.InvalidURL, ValueError: there was no answer.
        """
        content = None if body is None else body.chunks()

        async def ask() -> httpx.Response:
            async with (
                httpx.AsyncClient(
                    verify=context,
                    trust_env=False,
                    follow_redirects=False,
                    timeout=httpx.Timeout(self.deadline, connect=_CONNECT_SECONDS),
                ) as client,
                client.stream(method, url, headers=headers, content=content) as answer,
            ):
                return answer

        return run_within(self.deadline, ask, self._resolve)


def _digest(parcel: Parcel) -> str:
    return base64.b64encode(sha256(parcel.data).digest()).decode("ascii")


def _is_whole(headers: Mapping[str, str], parcel: Parcel) -> bool | None:
    """Tell whether what lies there is the parcel, by its digest or else its length.

    Half of it may lie there under its name, where a server writes what comes as it comes.
    """
    for name in ("repr-digest", "content-digest"):
        stated = _DIGEST.search(headers.get(name, ""))
        if stated is not None:
            return stated[1] == _digest(parcel)
    length = headers.get("content-length", "")
    if not length.isdecimal() or headers.get("content-encoding", "identity") != "identity":
        return None
    return int(length) == len(parcel.data)


def _failed(error: Exception, *, began: bool) -> Handed:
    """Return what a request means that had no answer: what never began to be sent is not there."""
    if began:
        is_late = isinstance(error, (TimeoutError, httpx.TimeoutException))
        trouble = Trouble.TIMED_OUT if is_late else Trouble.BROKE_OFF
        return Handed(outcome=Delivery.UNKNOWN, trouble=trouble)
    trouble = _why_not(error)
    is_final = trouble is Trouble.BAD_ADDRESS
    return Handed(outcome=Delivery.REFUSED if is_final else Delivery.LATER, trouble=trouble)


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
    if isinstance(error, (TimeoutError, httpx.TimeoutException)):
        return Trouble.TIMED_OUT
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return Trouble.NOT_TRUSTED
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, (UnicodeError, httpx.InvalidURL)):
        return Trouble.BAD_ADDRESS
    is_away = isinstance(error, (OSError, httpx.ConnectError))
    return Trouble.NO_CONNECTION if is_away else Trouble.BROKE_OFF
