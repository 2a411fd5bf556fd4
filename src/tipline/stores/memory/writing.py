"""The way to change what is kept in memory, for an async door."""

from tipline.ports.clock import Clock
from tipline.ports.operations import AnyResult, Request
from tipline.stores.memory.store import MemoryStore


class MemoryWriter:
    """Applies at once; nothing is on disk, ever."""

    def __init__(self, store: MemoryStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @property
    def provider_epoch(self) -> object:
        """What stays the same object while no provider changes."""
        return self._store.providers.epoch

    async def write(self, request: Request) -> AnyResult:
        """Have one operation applied and return its result.

        Raises:
            StoreUnavailableError: this store has no such operation, or the number is taken.
        """
        return self._store.apply(request, self._clock.now())
