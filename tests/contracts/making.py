"""Rows for the store's tests: opaque bytes where sealed facts would be."""

import hashlib
from datetime import UTC, datetime, timedelta

from tipline.domain.lifecycle import State
from tipline.domain.moments import to_microseconds
from tipline.ports import operations as ops
from tipline.stores.apply import Outcome, apply_batch

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ACTOR = "provider:1"


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def apply(
    *operations: ops.AnyOperation,
    after: timedelta = timedelta(0),
    key: ops.KeyUse | None = None,
) -> list[Outcome]:
    requests = [ops.Request(operation=one, actor=ACTOR, key=key) for one in operations]
    return apply_batch(requests, NOON + after)


def add_provider(username: str = "p-1", *, is_test: bool = False) -> int:
    operation = ops.AddProvider(
        name="Example Chat", username=username, secret=digest(username), is_test=is_test
    )
    (result,) = apply(operation)
    assert isinstance(result, ops.Done)
    return result.number


def received(number: int, after: timedelta = timedelta(0)) -> ops.Received:
    """What storing the report made below gives."""
    at = to_microseconds(NOON + after)
    return ops.Received(number=number, at=at, digest=digest(str(number)))


def sighting(name: str) -> ops.StoredSighting:
    return ops.StoredSighting(
        kind="email",
        role="reported",
        display=b"sealed " + name.encode(),
        at=1_700_000_000_000_000,
    )


def key(name: str, place: int = 0) -> ops.StoredKey:
    return ops.StoredKey(blind=digest(name)[:16], side=0, kind=1, grade=5, role=1, place=place)


def report(
    number: int,
    provider: int | None,
    *names: str,
    state: State = State.OPEN,
    urgent: bool = False,
    is_test: bool = False,
    keys: tuple[ops.StoredKey, ...] | None = None,
    prior: tuple[int, ...] = (),
) -> ops.StoredReport:
    """Make a report with sightings of these names, linked by them if no other keys are given."""
    own = tuple(key(name, place) for place, name in enumerate(names))
    return ops.StoredReport(
        number=number,
        door="xml",
        provider=provider,
        is_test=is_test,
        state=state,
        urgent=urgent,
        facts=0b100110,
        sealed_key=b"key " + str(number).encode(),
        sealed_body=b"body " + str(number).encode(),
        digest=digest(str(number)),
        sightings=tuple(sighting(name) for name in names),
        keys=own if keys is None else keys,
        names=prior,
    )
