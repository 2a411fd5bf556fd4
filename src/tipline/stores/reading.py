"""Looks into the store; each question is one named statement."""

from tipline.domain.lifecycle import State
from tipline.ports.sealing import Sealed
from tipline.ports.stores import ProviderRow, ReportRow
from tipline.stores import queries


class DatabaseReader:
    """Answers from whichever database this process was set up with."""

    def provider(self, username: str) -> ProviderRow | None:
        """Return the provider with this user name."""
        row = queries.one("provider_by_username", username)
        return None if row is None else _provider(*row)

    def providers(self) -> list[ProviderRow]:
        """Return all providers by name."""
        return [_provider(*row) for row in queries.rows("all_providers")]

    def report(self, number: int) -> ReportRow | None:
        """Return a report by its number."""
        row = queries.one("report_row", number)
        if row is None:
            return None
        number, door, provider, is_test, state, urgent, facts, *rest = row
        opened_at, finished_at, digest, supplements = rest
        return ReportRow(
            number=number,
            door=door,
            provider=provider,
            is_test=bool(is_test),
            state=State(state),
            urgent=bool(urgent),
            facts=facts,
            opened_at=opened_at,
            finished_at=finished_at,
            digest=bytes(digest),
            supplements=supplements,
        )

    def body_of_key(self, provider: int, key: bytes, after: int) -> bytes | None:
        """Return the digest of the body an idempotency key was used with since a moment."""
        row = queries.one("key_result", provider, key, after)
        return None if row is None else bytes(row[0])

    def sealed(self, number: int) -> Sealed | None:
        """Return the sealed part of a report, its sightings' display values in stored order."""
        row = queries.one("sealed_report", number)
        if row is None:
            return None
        displays = queries.rows("sealed_displays", number)
        parts = tuple(bytes(display) for (display,) in displays)
        return Sealed(key=bytes(row[0]), body=bytes(row[1]), parts=parts)

    def supplements(self, number: int) -> list[int]:
        """Return the numbers of a report's supplements, oldest first."""
        return [found for (found,) in queries.rows("supplements_of", number)]

    def reports_sighting(self, blind: bytes, limit: int) -> list[int]:
        """Return the numbers of reports with this identifier, newest first; retracted ones not."""
        found: set[int] = set()
        for (identifier,) in queries.rows("identifiers_like", blind):
            found.update(
                int(report) for (report,) in queries.rows("latest_with", identifier, limit)
            )
        return sorted(found, reverse=True)[:limit]


def _provider(
    number: int, name: str, username: str, secret: bytes, is_test: object, disabled_at: int | None
) -> ProviderRow:
    return ProviderRow(
        id=number,
        name=name,
        username=username,
        secret=bytes(secret),
        is_test=bool(is_test),
        disabled=disabled_at is not None,
    )
