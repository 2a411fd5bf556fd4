"""Random histories give the same results in the sandbox's store and in the real one."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta

import msgspec
import pytest

from tests.contracts.intake import Outcome, Stored, move
from tests.contracts.making import NOON, digest, report
from tests.contracts.test_memory_store import stored_in
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.lifecycle import State, Step
from tipline.domain.linking.reasons import Reason
from tipline.domain.moments import to_microseconds
from tipline.ports import operations as ops
from tipline.ports.linking import EdgeRow, LinkReader
from tipline.services.linking.own_links import own_links
from tipline.stores.apply import apply_batch
from tipline.stores.linking.reading import DatabaseLinkReader
from tipline.stores.memory import MemoryLinkReader, MemoryStore
from tipline.stores.reading import DatabaseReader

pytestmark = pytest.mark.usefixtures("store")

NUMBERS = range(1, 26)
NAMES = ("a", "b", "c")
STEPS = 120

Planned = tuple[timedelta, Callable[[list[int]], tuple[ops.AnyOperation, ops.KeyUse | None]]]


def history(chance: random.Random) -> Iterator[Planned]:
    """Yield operations to come, each with its moment, to be made for a store's own providers."""
    now = timedelta(0)
    for _ in range(STEPS):
        now += timedelta(minutes=chance.choice((0, 1, 60, 700)))
        yield now, one_of(chance)


def one_of(
    chance: random.Random,
) -> Callable[[list[int]], tuple[ops.AnyOperation, ops.KeyUse | None]]:
    kind, who = chance.randrange(10), chance.randrange(2)
    number, to = chance.choice(NUMBERS), chance.choice(NUMBERS)
    names = chance.sample(NAMES, chance.randrange(len(NAMES) + 1))
    state = chance.choice((State.OPEN, State.FINISHED))
    prior = (to,) if chance.random() < 0.3 else ()
    step = chance.choice([*Step])
    keyed = (chance.randrange(6), chance.randrange(2)) if chance.random() < 0.4 else None

    def made(providers: list[int]) -> tuple[ops.AnyOperation, ops.KeyUse | None]:
        mine = providers[who]
        key = None
        if keyed is not None:
            key = ops.KeyUse(provider=mine, key=digest(f"{keyed[0]}"), body=digest(f"{keyed[1]}"))
        stored = report(number, mine, *names, state=state, prior=prior)
        operation: ops.AnyOperation = ops.SubmitReport(report=stored)
        if kind >= 8:
            operation = ops.ExpireReports() if kind == 8 else ops.ForgetKeys()
        elif kind >= 5:
            operation = move(number, mine, step)
        elif kind == 4:
            operation = ops.AddSupplement(to=to, provider=mine, report=stored)
        return operation, key

    return made


def comparable(outcome: Outcome) -> object:
    return type(outcome) if isinstance(outcome, StoreUnavailableError) else outcome


def seen(stored: Stored, links: LinkReader, providers: list[int]) -> list[object]:
    """Return all that can be seen of a store, its providers by their places."""
    found: list[object] = []
    for number in NUMBERS:
        row = stored.reader.report(number)
        if row is not None and row.provider is not None:
            place = providers.index(row.provider)
            linked = own_links(number, row.provider, links)
            found.append(msgspec.structs.replace(row, provider=place))
            found.extend((link.report, link.reason) for link in linked.links)
        found.append([without_numbers(edge) for edge in links.edges_of(number, 100)])
        found.append((stored.reader.sealed(number), stored.reader.supplements(number)))
    after = to_microseconds(NOON)
    found += [
        stored.reader.body_of_key(p, digest(f"{k}"), after) for p in providers for k in range(6)
    ]
    found += [stored.reader.reports_sighting(digest(name)[:16], 100) for name in NAMES]
    return found


def without_numbers(edge: EdgeRow) -> EdgeRow:
    """Return an edge without the number of its identifier, which each store gives as it likes."""
    return msgspec.structs.replace(edge, identifier=0)


@pytest.mark.parametrize("seed", range(6))
def test_the_same_history_ends_the_same(seed: int) -> None:
    memory = MemoryStore()
    both: dict[str, tuple[Stored, LinkReader]] = {
        "real": (Stored(apply_batch, DatabaseReader()), DatabaseLinkReader()),
        "memory": (stored_in(memory), MemoryLinkReader(memory)),
    }
    outcomes: dict[str, list[object]] = {}
    ends: dict[str, list[object]] = {}
    for name, (stored, links) in both.items():
        providers = [stored.add_provider("p-1"), stored.add_provider("p-2")]
        outcomes[name] = []
        for after, made in history(random.Random(seed)):  # noqa: S311 - to be repeated
            operation, key = made(providers)
            (outcome,) = stored.apply(operation, after=after, key=key)
            outcomes[name].append(comparable(outcome))
        ends[name] = seen(stored, links, providers)
    assert outcomes["memory"] == outcomes["real"]
    assert ends["memory"] == ends["real"]
    kinds = {one if isinstance(one, type) else type(one) for one in outcomes["real"]}
    assert kinds >= {ops.Received, ops.Done, ops.WrongState, ops.Unknown, ops.KeyConflict}
    reasons = [one[1] for one in ends["real"] if isinstance(one, tuple)]
    assert Reason.SAME_EMAIL in reasons
    assert any(isinstance(one, list) and one for one in ends["real"])
