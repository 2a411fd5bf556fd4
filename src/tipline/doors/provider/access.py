"""Who asks, and how often: HTTP Basic credentials of a provider, and its rate limit."""

import base64
import binascii
import math
from typing import Final

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import Request

from tipline.doors.provider.known import KnownProviders
from tipline.doors.provider.refusals import CredentialsRefusedError, TooManyRequestsError
from tipline.ports.clock import Clock
from tipline.ports.stores import ProviderRow
from tipline.services.admit_provider import Credentials
from tipline.services.authenticate_provider import authenticate_provider

_LONGEST_USERNAME: Final = 60
_WINDOW_SECONDS: Final = 60
_SHARES: Final = 1_000
"""A provider's requests of a minute are counted in this many shares, not one by one: counting
costs as much as a tenth of serving. So a limit can be exceeded by a thousandth, never undercut."""


class Access:
    """Lets providers in, each at most so often in any minute; counted for each process."""

    def __init__(self, known: KnownProviders, clock: Clock, requests_per_minute: int) -> None:
        self._known = known
        self._clock = clock
        self._limit = RateLimitItemPerMinute(requests_per_minute)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._share = max(1, requests_per_minute // _SHARES)
        self._left: dict[str, int] = {}

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
        known = await self._known.find(credentials.username)
        provider = authenticate_provider(credentials, known)
        if provider is None:
            raise CredentialsRefusedError
        left = self._left.get(provider.username, 0)
        if not left:
            if not await self._limiter.hit(self._limit, provider.username, cost=self._share):
                raise TooManyRequestsError(await self._wait_for(provider.username))
            left = self._share
        self._left[provider.username] = left - 1
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
