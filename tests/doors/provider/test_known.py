"""Who the providers are is remembered only while it is certain that nobody changed them."""

import asyncio
from collections.abc import Awaitable, Callable

from tipline.domain.errors import StoreUnavailableError
from tipline.doors.provider.known import KnownProviders
from tipline.doors.provider.looking import Looker
from tipline.ports.operations import AnyResult, Request
from tipline.ports.stores import ProviderRow


class Epochs:
    """A writer of which only the epoch matters."""

    def __init__(self) -> None:
        self.provider_epoch: object | None = object()

    async def write(self, request: Request) -> AnyResult:
        raise StoreUnavailableError(type(request).__name__)


class Rows:
    """A store of providers that counts how often it is asked."""

    def __init__(self) -> None:
        self.rows: dict[str, ProviderRow] = {}
        self.asked = 0

    def add(self, username: str, *, disabled: bool = False) -> None:
        self.rows[username] = ProviderRow(
            id=1, name="N", username=username, secret=b"", is_test=False, disabled=disabled
        )

    def provider(self, username: str) -> ProviderRow | None:
        self.asked += 1
        return self.rows.get(username)


def knowing(use: Callable[[KnownProviders], Awaitable[None]], rows: Rows, epochs: Epochs) -> None:
    async def run() -> None:
        looker = Looker()
        await use(KnownProviders(rows.provider, looker, epochs))
        looker.close()

    asyncio.run(run())


def test_in_one_epoch_a_provider_is_looked_up_once() -> None:
    rows, epochs = Rows(), Epochs()
    rows.add("a")

    async def use(known: KnownProviders) -> None:
        assert await known.find("a") == await known.find("a") == rows.rows["a"]
        assert rows.asked == 1

    knowing(use, rows, epochs)


def test_in_the_next_epoch_it_is_looked_up_again() -> None:
    rows, epochs = Rows(), Epochs()
    rows.add("a")

    async def use(known: KnownProviders) -> None:
        await known.find("a")
        rows.add("a", disabled=True)
        epochs.provider_epoch = object()
        found = await known.find("a")
        assert found is not None
        assert found.disabled

    knowing(use, rows, epochs)


def test_while_no_epoch_is_known_nothing_is_remembered() -> None:
    rows, epochs = Rows(), Epochs()
    rows.add("a")
    epochs.provider_epoch = None

    async def use(known: KnownProviders) -> None:
        await known.find("a")
        await known.find("a")
        assert rows.asked == 2

    knowing(use, rows, epochs)


def test_who_is_new_is_found_at_once() -> None:
    rows, epochs = Rows(), Epochs()

    async def use(known: KnownProviders) -> None:
        assert await known.find("a") is None
        rows.add("a")
        assert await known.find("a") is not None

    knowing(use, rows, epochs)


def test_what_was_found_in_an_epoch_that_ended_meanwhile_is_not_remembered() -> None:
    rows, epochs = Rows(), Epochs()
    rows.add("a")

    async def use(known: KnownProviders) -> None:
        looking = asyncio.create_task(known.find("a"))
        await asyncio.sleep(0)
        epochs.provider_epoch = object()
        await known.find("b")  # the new epoch begins while the first look goes on
        await looking
        asked = rows.asked
        await known.find("a")
        assert rows.asked == asked + 1

    knowing(use, rows, epochs)
