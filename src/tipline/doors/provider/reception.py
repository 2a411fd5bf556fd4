"""What both surfaces do for a provider: let it in, take its documents, move and show its reports.

How it is asked for and answered is the business of `ispws` and `api`.
"""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from starlette.requests import Request as WebRequest

from tipline.codecs.documents import DocumentError
from tipline.domain.lifecycle import OPEN_FOR, State, Step
from tipline.domain.moments import to_microseconds
from tipline.doors.provider.access import Access
from tipline.doors.provider.bodies import Bounds, read_document
from tipline.doors.provider.keys import key_use
from tipline.doors.provider.known import KnownProviders
from tipline.doors.provider.looking import Looker
from tipline.doors.provider.refusals import KeyReusedError, ReportUnknownError, refusal_of
from tipline.ports.clock import Clock
from tipline.ports.linking import LinkReader
from tipline.ports.operations import Done, KeyUse, MoveReport, Received, Request
from tipline.ports.sealing import BlindIndex, Sealer
from tipline.ports.secrets import Randomness
from tipline.ports.stores import AwaitableWriter, ProviderRow, Reader, ReportRow
from tipline.services.linking.own_links import OwnLinks, own_links
from tipline.services.number_pool import NumberPool
from tipline.services.read_document import Format
from tipline.services.submit_document import Filing, Intake, submit_document

REQUESTS_PER_MINUTE: Final = 60_000


@dataclass(frozen=True, kw_only=True)
class ProviderDoor:
    """What this door needs: ports, and how much it takes.

    `requests_per_minute` holds for each provider and each process.
    """

    writer: AwaitableWriter
    reader: Reader
    links: LinkReader
    sealer: Sealer
    index: BlindIndex
    clock: Clock
    randomness: Randomness
    requests_per_minute: int = REQUESTS_PER_MINUTE
    bounds: Bounds = field(default_factory=Bounds)


class Beginning(NamedTuple):
    """How a document begins: its format, its state, and the report it supplements."""

    format: Format
    state: State
    supplements: int | None = None


class Taken(NamedTuple):
    """A document that was stored: its receipt, and which groups of facts it has."""

    receipt: Received
    facts: int


class Reception:
    """Serves the providers of one process."""

    def __init__(self, door: ProviderDoor) -> None:
        self._door = door
        self.looker = Looker()
        # Apart: finding links takes longer than any other look, and nobody else should wait.
        self._link_looker = Looker()
        known = KnownProviders(door.reader.provider, self.looker, door.writer)
        self._access = Access(known, door.clock, door.requests_per_minute)
        self._intake = Intake(
            writer=door.writer,
            numbers=NumberPool(door.writer),
            sealer=door.sealer,
            index=door.index,
            clock=door.clock,
        )

    @property
    def bounds(self) -> Bounds:
        """How much a request may carry."""
        return self._door.bounds

    async def admit(self, request: WebRequest) -> ProviderRow:
        """Return the provider that asks, or raise why it is not served (see `Access`)."""
        return await self._access.provider(request)

    async def take(
        self, request: WebRequest, provider: ProviderRow, beginning: Beginning
    ) -> Taken:
        """Store the document in a request, once for each idempotency key.

        Raises:
            DocumentError: something is wrong with it.
            RefusedError: something is wrong with the request.
            StoreUnavailableError: it was not stored, as far as is known.
        """
        data = await read_document(request, self.bounds)
        key = key_use(request, provider, data)
        filing = Filing(
            format=beginning.format,
            provider=provider,
            state=beginning.state,
            supplements=beginning.supplements,
            key=key,
        )
        try:
            filed = await submit_document(data, filing, self._intake)
        except DocumentError:
            if key is not None and await self._is_reused(key):
                raise KeyReusedError from None
            raise
        if not isinstance(filed.result, Received):
            raise refusal_of(filed.result)
        return Taken(filed.result, filed.facts)

    async def move(
        self, number: int, step: Step, provider: ProviderRow, key: KeyUse | None
    ) -> None:
        """Finish or retract a report of this provider.

        Raises:
            RefusedError: it is in another state, or not this provider's.
            StoreUnavailableError: nobody knows whether anything was changed.
        """
        operation = MoveReport(number=number, provider=provider.id, step=step)
        actor = f"provider:{provider.id}"
        request = Request(operation=operation, actor=actor, key=key)
        result = await self._door.writer.write(request)
        if not isinstance(result, Done):
            raise refusal_of(result)

    async def report(self, number: int, provider: ProviderRow) -> ReportRow:
        """Return a report of this provider; to others it does not exist.

        Raises:
            ReportUnknownError: there is no such report of this provider.
            StoreUnavailableError: the store cannot be read now.
        """
        row = await self.looker.ask(self._door.reader.report, number)
        if row is None or row.provider != provider.id:
            raise ReportUnknownError
        return row

    async def supplements(self, number: int) -> list[int]:
        """Return the numbers of a report's supplements, oldest first."""
        return await self.looker.ask(self._door.reader.supplements, number)

    async def links(self, row: ReportRow, provider: ProviderRow) -> OwnLinks:
        """Return the links of this provider's report with others of its own.

        Raises:
            StoreUnavailableError: the store cannot be read now.
        """
        number = row.number if row.supplements is None else row.supplements
        return await self._link_looker.ask(self._own_links, number, provider.id)

    def close(self) -> None:
        """Let the threads end."""
        self.looker.close()
        self._link_looker.close()

    def now(self) -> int:
        """Return the present moment in microseconds."""
        return to_microseconds(self._door.clock.now())

    def _own_links(self, number: int, provider: int) -> OwnLinks:
        return own_links(number, provider, self._door.links)

    async def _is_reused(self, key: KeyUse) -> bool:
        """Tell whether a key belongs to another request; asked when nothing will be written."""
        day_ago = to_microseconds(self._door.clock.now() - OPEN_FOR)
        known = await self.looker.ask(
            self._door.reader.body_of_key, key.provider, key.key, day_ago
        )
        return known is not None and known != key.body
