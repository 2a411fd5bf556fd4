"""A database that holds millions of reports already, made without the doors.

Bodies are shortened, because they are not what grows a tree: a sealed body has 100 bytes instead
of some 2,000, and a report five sightings. Rows, keys and indexes are all there; blind values are
as random as real ones, so the index is as scattered.
"""

import os
import random
from collections.abc import Callable, Iterator
from typing import Final

from benchmarks.intake.raw import batches, write
from tipline.bootstrap import Hotline
from tipline.domain.lifecycle import State
from tipline.domain.linking.grades import Grade
from tipline.ports.operations import StoredKey, StoredReport, StoredSighting
from tipline.stores.audit_log import read_head
from tipline.stores.queries import raw_connection

_SIGHTINGS: Final = 5
_BATCH: Final = 20_000
_KINDS: Final = ("email", "account", "screen_name", "profile_url", "ip")
_BODY_BYTES: Final = 100
_ENOUGH_DISPLAYS: Final = 1_024


def fill(hotline: Hotline, provider: int, count: int, passed: Callable[[int], None]) -> None:
    """Store so many finished reports, numbered from 1 on, with five sightings each."""
    del hotline  # it has set the database up
    connection = raw_connection()
    connection.execute("PRAGMA synchronous=OFF")  # nobody relies on it yet
    connection.execute("PRAGMA cache_size=-2000000")
    done = 0
    while done < count:
        more = min(_BATCH, count - done)
        write(batches(_reports(done + 1, more, provider), read_head(), _BATCH))
        done += more
        passed(done)
    connection.execute("UPDATE numbers SET next = ? WHERE id = 1", (count + 1,))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA synchronous=FULL")


def _reports(first: int, count: int, provider: int) -> Iterator[StoredReport]:
    chance = random.Random(first)
    displays = [os.urandom(93) for _ in range(_ENOUGH_DISPLAYS)]
    for number in range(first, first + count):
        sealed = chance.randbytes(_BODY_BYTES)
        yield StoredReport(
            number=number,
            door="json",
            provider=provider,
            is_test=False,
            state=State.FINISHED,
            urgent=False,
            facts=0b100110,
            sealed_key=chance.randbytes(81),
            sealed_body=sealed,
            digest=sealed[:32],
            sightings=tuple(
                StoredSighting(
                    kind=kind,
                    role="reported",
                    display=displays[(number + place) % _ENOUGH_DISPLAYS],
                    at=1_700_000_000_000_000 + number,
                )
                for place, kind in enumerate(_KINDS)
            ),
            keys=tuple(
                StoredKey(
                    blind=chance.randbytes(16),
                    side=0,
                    kind=place + 1,
                    grade=int(Grade.STRONG),
                    role=1,
                    place=place,
                )
                for place in range(_SIGHTINGS)
            ),
        )
