"""What use cases need of the store: one way to change it, and few ways to look."""

from typing import Protocol

import msgspec

from tipline.domain.lifecycle import State
from tipline.ports.operations import AnyResult, Request
from tipline.ports.sealing import Sealed


class Writer(Protocol):
    """Changes the store; returns only after the change is on disk."""

    def write(self, request: Request) -> AnyResult:
        """Apply one operation in a transaction of its own or of a group, and return its result.

        Raises:
            StoreUnavailableError: nobody knows whether anything was changed. Look before trying
                again.
        """
        ...


class AwaitableWriter(Protocol):
    """Changes the store for an async door; answers only after the change is on disk."""

    @property
    def provider_epoch(self) -> object | None:
        """What stays the same object while no provider changes; None if that is not known."""
        ...

    async def write(self, request: Request) -> AnyResult:
        """Have one operation applied and return its result.

        Raises:
            StoreUnavailableError: nobody knows whether it was applied; try again with its key.
        """
        ...


class ProviderRow(msgspec.Struct, frozen=True, kw_only=True):
    """A provider as the store knows it; `secret` is the SHA-256 of the password."""

    id: int
    name: str
    username: str
    secret: bytes
    is_test: bool
    disabled: bool


class ReportRow(msgspec.Struct, frozen=True, kw_only=True):
    """What may be read of a report without a key; times in microseconds since 1970.

    `supplements` is the report that a supplement belongs to.
    """

    number: int
    door: str
    provider: int | None
    is_test: bool
    state: State
    urgent: bool
    facts: int
    opened_at: int
    finished_at: int | None
    digest: bytes
    supplements: int | None


class Reader(Protocol):
    """Looks into the store; sees what is committed.

    Every question raises StoreUnavailableError while the store cannot be read.
    """

    def provider(self, username: str) -> ProviderRow | None:
        """Return the provider with this user name."""
        ...

    def providers(self) -> list[ProviderRow]:
        """Return all providers by name."""
        ...

    def report(self, number: int) -> ReportRow | None:
        """Return a report by its number, in the state that is stored (see `state_at`)."""
        ...

    def body_of_key(self, provider: int, key: bytes, after: int) -> bytes | None:
        """Return the digest of the body an idempotency key was used with since a moment."""
        ...

    def sealed(self, number: int) -> Sealed | None:
        """Return the sealed part of a report, its sightings' display values in stored order."""
        ...

    def supplements(self, number: int) -> list[int]:
        """Return the numbers of a report's supplements, oldest first."""
        ...

    def reports_sighting(self, blind: bytes, limit: int) -> list[int]:
        """Return the numbers of reports with this identifier, newest first."""
        ...
