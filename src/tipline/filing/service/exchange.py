"""What the network can do to a call, in words of filing: not sent, or nobody knows.

A call that never left can be made again; one that may have arrived must be found out about.
"""

import math
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from time import monotonic
from typing import Final

import httpx

from tipline.filing.errors import FilingError, RetryableError, UnknownOutcomeError
from tipline.filing.service.answers import MOST_BYTES, Answer, header_id, header_wait
from tipline.filing.service.calls import Call

TIMEOUT: Final = httpx.Timeout(30.0, connect=10.0)
"""Seconds without a byte before a call is given up."""

_TIMES: Final = 4
"""An answer that comes byte by byte is given up after so many times the seconds without one."""

_NOT_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


@contextmanager
def network(call: Call) -> Iterator[None]:
    """Let only errors of filing out of a call."""
    try:
        yield
    except (httpx.HTTPError, httpx.StreamError) as error:
        raise _error(call, error) from None


@asynccontextmanager
async def async_network(call: Call) -> AsyncIterator[None]:
    """Let only errors of filing out of a call that is awaited."""
    with network(call):
        yield


class Patience:
    """How long the body of an answer may take altogether."""

    def __init__(self, timeout: httpx.Timeout) -> None:
        self._until = math.inf if timeout.read is None else monotonic() + _TIMES * timeout.read

    def check(self) -> None:
        """See that it has not taken longer.

        Raises:
            httpx.ReadTimeout: it has.
        """
        if monotonic() > self._until:
            raise httpx.ReadTimeout("too slow")


def answer_of(response: httpx.Response, pieces: Iterable[bytes], patience: Patience) -> Answer:
    """Return an answer with as much of its body as is read."""
    body = bytearray()
    for piece in pieces:
        body += piece
        patience.check()
        if len(body) > MOST_BYTES:
            break
    return answer_with(response, bytes(body[:MOST_BYTES]))


def answer_with(response: httpx.Response, body: bytes) -> Answer:
    """Return an answer with a body."""
    return Answer(
        status=response.status_code,
        request_id=header_id(response.headers.get("Request-ID")),
        retry_after=header_wait(response.headers.get("Retry-After")),
        body=body,
    )


def _error(call: Call, error: Exception) -> FilingError:
    if isinstance(error, _NOT_SENT) or not call.acts:
        return RetryableError("The service cannot be reached.")
    return UnknownOutcomeError("The connection was lost before the answer had come.")
