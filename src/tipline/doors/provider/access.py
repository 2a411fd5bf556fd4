"""Who asks, and how often: HTTP Basic credentials of a provider, and its rate limit."""

import base64
import binascii
import math
from typing import Final

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import Request

from tipline.doors.provider.looking import Looker
from tipline.doors.provider.refusals import CredentialsRefusedError, TooManyRequestsError
from tipline.ports.clock import Clock
from tipline.ports.stores import ProviderRow, Reader
from tipline.services.admit_provider import Credentials
from tipline.services.authenticate_provider import authenticate_provider

_LONGEST_USERNAME: Final = 60
_WINDOW_SECONDS: Final = 60


class Access:
    """Lets providers in, each at most so often in any minute; counted for each process."""

    def __init__(
        self, reader: Reader, looker: Looker, clock: Clock, requests_per_minute: int
    ) -> None:
        self._reader = reader
        self._looker = looker
        self._clock = clock
        self._limit = RateLimitItemPerMinute(requests_per_minute)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def provider(self, request: Request) -> ProviderRow:
        """Return who asks.

        Raises:
            CredentialsRefusedError: nobody who may file.
            TooManyRequestsError: too often.
            StoreUnavailableError: it cannot be known now.
        """
        credentials = credentials_in(request.headers.get("authorization", ""))
        if credentials is None:
            raise CredentialsRefusedError
        known = await self._looker.ask(self._reader.provider, credentials.username)
        provider = authenticate_provider(credentials, known)
        if provider is None:
            raise CredentialsRefusedError
        if not await self._limiter.hit(self._limit, provider.username):
            raise TooManyRequestsError(await self._wait_for(provider.username))
        return provider

    async def _wait_for(self, username: str) -> int:
        """Return in how many seconds it is worth to try again."""
        window = await self._limiter.get_window_stats(self._limit, username)
        seconds = math.ceil(window.reset_time - self._clock.now().timestamp())
        return min(max(seconds, 1), _WINDOW_SECONDS)


def credentials_in(header: str) -> Credentials | None:
    """Return user name and password of an Authorization header (RFC 7617), if it has any."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    username, colon, password = text.partition(":")
    if not colon or not username.isprintable() or not 0 < len(username) <= _LONGEST_USERNAME:
        return None
    return Credentials(username=username, password=password)
