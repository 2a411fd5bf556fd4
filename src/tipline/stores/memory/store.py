"""Applies operations to what is kept in memory: one after another, each wholly or not at all.

The same results as `stores/apply` gives for the operations of the provider door.
"""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, cast

from tipline.domain.errors import StoreUnavailableError
from tipline.domain.lifecycle import NEXT, OPEN_FOR, State, state_at
from tipline.domain.moments import in_microseconds, to_microseconds
from tipline.ports import operations as ops
from tipline.ports.stores import ProviderRow
from tipline.stores.memory.edges import Edges
from tipline.stores.memory.kept import MOST_BYTES, MOST_KEYS, MOST_REPORTS, Kept
from tipline.stores.memory.providers import Providers

_DAY: Final = in_microseconds(OPEN_FOR)
FIRST_NUMBER: Final = 1_000_001
"""The lowest number that a report has, as in the real store."""

_HIGHEST: Final = 2**63 - 1
_GONE: Final = frozenset({State.RETRACTED, State.EXPIRED})


class MemoryStore:
    """The newest reports of one sandbox; whoever looks or changes holds the `lock`.

    What is older than the newest `most` is forgotten: to its provider it does not exist. `first`
    is the first number that is given out.
    """

    def __init__(
        self, most: int = MOST_REPORTS, most_bytes: int = MOST_BYTES, first: int = FIRST_NUMBER
    ) -> None:
        self.lock = threading.RLock()
        self.reports: dict[int, Kept] = {}
        self.edges = Edges()
        self.providers = Providers()
        self._most = most
        self._most_bytes = most_bytes
        self._bytes = 0
        self._next = first
        self._keys: dict[tuple[int, bytes], tuple[bytes, ops.AnyResult, int]] = {}

    def apply(self, request: ops.Request, now: datetime) -> ops.AnyResult:
        """Apply one operation, or return what its idempotency key gave before.

        Raises:
            StoreUnavailableError: this store has no such operation, or the number is taken.
        """
        with self.lock:
            moment, key = to_microseconds(now), request.key
            if key is None:
                return self._apply(request.operation, moment)
            known = self._keys.get((key.provider, key.key))
            if known is not None and known[2] > moment - _DAY:
                return known[1] if known[0] == key.body else ops.KeyConflict()
            result = self._apply(request.operation, moment)
            self._keys.pop((key.provider, key.key), None)  # so that it is the newest again
            self._keys[key.provider, key.key] = (key.body, result, moment)
            if len(self._keys) > MOST_KEYS:
                del self._keys[next(iter(self._keys))]
            return result

    def body_of_key(self, provider: int, key: bytes, after: int) -> bytes | None:
        """Return the digest of the body a key was used with since a moment."""
        with self.lock:
            known = self._keys.get((provider, key))
            return known[0] if known is not None and known[2] > after else None

    def forget_all(self) -> None:
        """Forget all reports and keys; providers stay, and numbers never come twice."""
        with self.lock:
            self.reports.clear()
            self._keys.clear()
            self.edges = Edges()
            self._bytes = 0

    def _apply(self, operation: ops.AnyOperation, now: int) -> ops.AnyResult:
        handler = _HANDLERS.get(type(operation))
        if handler is None:
            raise StoreUnavailableError("The sandbox has no such operation.")
        return cast("Callable[[MemoryStore, Any, int], ops.AnyResult]", handler)(
            self, operation, now
        )

    def _submit(self, operation: ops.SubmitReport, now: int) -> ops.AnyResult:
        return self._keep(operation.report, None, now)

    def _supplement(self, operation: ops.AddSupplement, now: int) -> ops.AnyResult:
        found = self._own(operation.to, operation.provider)
        if found is None:
            return ops.Unknown()
        state = state_at(found.state, found.opened_at, now)
        if state in _GONE:
            return ops.WrongState(state=state)
        result = self._keep(operation.report, operation.to, now)
        found.supplements.append(operation.report.number)
        return result

    def _move(self, operation: ops.MoveReport, now: int) -> ops.AnyResult:
        found = self._own(operation.number, operation.provider)
        if found is None:
            return ops.Unknown()
        state = state_at(found.state, found.opened_at, now)
        target = NEXT.get((state, operation.step))
        if target is None:
            return ops.WrongState(state=state)
        found.state = target
        if target is State.FINISHED:
            found.finished_at = now
        else:
            self.edges.forget(operation.number)
        return ops.Done(number=operation.number)

    def _expire(self, operation: ops.ExpireReports, now: int) -> ops.AnyResult:
        overdue = [
            (number, kept)
            for number, kept in self.reports.items()
            if kept.state is State.OPEN and kept.opened_at + _DAY <= now
        ][: operation.limit]
        for number, kept in overdue:
            kept.state = State.EXPIRED
            self.edges.forget(number)
        return ops.Done(number=len(overdue))

    def _forget_keys(self, _operation: ops.ForgetKeys, now: int) -> ops.AnyResult:
        old = [key for key, (_, _, at) in self._keys.items() if at <= now - _DAY]
        for key in old:
            del self._keys[key]
        return ops.Done(number=len(old))

    def _reserve(self, operation: ops.ReserveNumbers, _now: int) -> ops.AnyResult:
        first, self._next = self._next, self._next + operation.count
        return ops.Done(number=first)

    def _add_provider(self, operation: ops.AddProvider, _now: int) -> ops.AnyResult:
        return self.providers.add(operation)

    def _disable_provider(self, operation: ops.DisableProvider, _now: int) -> ops.AnyResult:
        return self.providers.disable(operation.username)

    def _own(self, number: int, provider: int) -> Kept | None:
        """Return a report of a provider; a supplement is none, it goes nowhere."""
        found = self.reports.get(number)
        if found is None or found.to is not None or found.report.provider != provider:
            return None
        return found

    def _keep(self, report: ops.StoredReport, to: int | None, now: int) -> ops.Received:
        number = report.number
        if number in self.reports or not 0 < number <= _HIGHEST:
            raise StoreUnavailableError("No report can have this number.")
        finished_at = now if report.state is State.FINISHED else None
        kept = Kept(report, to, opened_at=now, state=report.state, finished_at=finished_at)
        self.reports[number] = kept
        self._bytes += kept.size
        self.edges.add(number if to is None else to, report, self._same_sender)
        while len(self.reports) > self._most or self._bytes > self._most_bytes:
            self._forget(next(iter(self.reports)))
        return ops.Received(number=number, at=now, digest=report.digest)

    def _forget(self, number: int) -> None:
        kept = self.reports.pop(number)
        self._bytes -= kept.size
        self.edges.forget(number)

    def _same_sender(self, report: ops.StoredReport, number: int) -> bool:
        """Tell whether a report that is named came from the same provider, and still counts."""
        other = self.reports.get(number)
        return (
            other is not None
            and other.to is None
            and other.state not in _GONE
            and report.provider is not None
            and (other.report.provider, other.report.is_test) == (report.provider, report.is_test)
        )

    def provider(self, username: str) -> ProviderRow | None:
        """Return the provider with this user name."""
        with self.lock:
            return self.providers.rows.get(username)


_HANDLERS: Final[dict[type[ops.Operation], object]] = {
    ops.SubmitReport: MemoryStore._submit,  # noqa: SLF001 - its own table
    ops.AddSupplement: MemoryStore._supplement,  # noqa: SLF001 - its own table
    ops.MoveReport: MemoryStore._move,  # noqa: SLF001 - its own table
    ops.ExpireReports: MemoryStore._expire,  # noqa: SLF001 - its own table
    ops.ForgetKeys: MemoryStore._forget_keys,  # noqa: SLF001 - its own table
    ops.ReserveNumbers: MemoryStore._reserve,  # noqa: SLF001 - its own table
    ops.AddProvider: MemoryStore._add_provider,  # noqa: SLF001 - its own table
    ops.DisableProvider: MemoryStore._disable_provider,  # noqa: SLF001 - its own table
}
"""The operations this store has."""
