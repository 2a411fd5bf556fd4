"""Remembers who the providers are, for as long as it is certain that nothing about them changed.

The writer makes every change and says so before it answers; `provider_epoch` is what it said last.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from tipline.doors.provider.looking import Looker
from tipline.ports.stores import AwaitableWriter, ProviderRow

_MOST: Final = 10_000
"""Providers remembered; there are a few hundred in the largest hotline."""
_LONGEST_SECONDS: Final = 5.0
"""How long at most: another folder, on another machine, may use the same PostgreSQL."""


class KnownProviders:
    """Finds providers by user name: from memory, or by a look into the store."""

    def __init__(
        self,
        look: Callable[[str], ProviderRow | None],
        looker: Looker,
        writer: AwaitableWriter,
    ) -> None:
        self._look = look
        self._looker = looker
        self._writer = writer
        self._epoch: object = None
        self._until = 0.0
        self._rows: dict[str, ProviderRow] = {}

    async def find(self, username: str) -> ProviderRow | None:
        """Return the provider with this user name; who is new is found at once.

        Raises:
            StoreUnavailableError: it cannot be known now.
        """
        epoch, now = self._writer.provider_epoch, asyncio.get_running_loop().time()
        if epoch is not self._epoch or now >= self._until:
            self._rows.clear()
            self._epoch, self._until = epoch, now + _LONGEST_SECONDS
        known = self._rows.get(username)
        if known is not None:
            return known
        row = await self._looker.ask(self._look, username)
        # The look began after `epoch` was read: a change since then has ended that epoch.
        if row is not None and epoch is not None and epoch is self._epoch:
            if len(self._rows) >= _MOST:
                self._rows.clear()
            self._rows[username] = row
        return row
