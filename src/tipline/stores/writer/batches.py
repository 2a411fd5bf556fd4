"""Applies many operations at once in this process; `exchange_all` hands them to the writer."""

from collections.abc import Sequence

from tipline.domain.errors import StoreUnavailableError
from tipline.ports.clock import Clock
from tipline.ports.operations import AnyResult, Request
from tipline.stores import queries
from tipline.stores.apply import apply_batch


class DirectBatches:
    """Applies each batch in one transaction, in this process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def write_all(self, requests: Sequence[Request]) -> list[AnyResult]:
        """Return the results in order.

        Raises:
            StoreUnavailableError: some were not applied, perhaps none.
        """
        results: list[AnyResult] = []
        for outcome in apply_batch(requests, self._clock.now()):
            if isinstance(outcome, StoreUnavailableError):
                raise outcome
            results.append(outcome)
        return results

    def close(self) -> None:
        """Close this thread's connection to the database."""
        queries.database().close()
