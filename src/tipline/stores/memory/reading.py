"""Looks into what is kept in memory; every answer is a copy, from whichever thread it is asked."""

from tipline.ports.sealing import Sealed
from tipline.ports.stores import ProviderRow, ReportRow
from tipline.stores.memory.store import MemoryStore


class MemoryReader:
    """Answers what the provider door asks."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def provider(self, username: str) -> ProviderRow | None:
        """Return the provider with this user name."""
        return self._store.provider(username)

    def providers(self) -> list[ProviderRow]:
        """Return all providers by name."""
        with self._store.lock:
            rows = list(self._store.providers.rows.values())
        return sorted(rows, key=lambda row: (row.name, row.id))

    def report(self, number: int) -> ReportRow | None:
        """Return a report by its number, in the state that is stored (see `state_at`)."""
        with self._store.lock:
            kept = self._store.reports.get(number)
            return None if kept is None else kept.row

    def newest(self, limit: int) -> list[ReportRow]:
        """Return the reports and supplements that came last, the last one first."""
        with self._store.lock:
            kept = list(self._store.reports.values())[-limit:] if limit > 0 else []
            return [one.row for one in reversed(kept)]

    def count(self) -> int:
        """Return how many reports and supplements are kept."""
        return len(self._store.reports)

    def body_of_key(self, provider: int, key: bytes, after: int) -> bytes | None:
        """Return the digest of the body an idempotency key was used with since a moment."""
        return self._store.body_of_key(provider, key, after)

    def sealed(self, number: int) -> Sealed | None:
        """Return the sealed part of a report, its sightings' display values in stored order."""
        with self._store.lock:
            kept = self._store.reports.get(number)
            if kept is None:
                return None
            report = kept.report
        parts = tuple(one.display for one in report.sightings)
        return Sealed(key=report.sealed_key, body=report.sealed_body, parts=parts)

    def supplements(self, number: int) -> list[int]:
        """Return the numbers of a report's supplements, oldest first."""
        with self._store.lock:
            kept = self._store.reports.get(number)
            return [] if kept is None else sorted(kept.supplements)

    def reports_sighting(self, blind: bytes, limit: int) -> list[int]:
        """Return the numbers of reports with this identifier, newest first; retracted ones not."""
        with self._store.lock:
            found = self._store.edges.reports_with(blind)
        return sorted(found, reverse=True)[:limit]
