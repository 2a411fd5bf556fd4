"""Random histories: whatever goes wrong and whenever it ends, each is filed exactly once."""

import logging
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import httpx
import pytest

from tests.unit.filing import scripted
from tests.unit.filing.making import MovedRest, SetClock, make_filer, narrative, one_lane, report
from tipline.filing.filer import Filer
from tipline.filing.outbox.states import State
from tipline.filing.service.calls import Call
from tipline.filing.worker import Worker

HISTORIES = 200
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a disk that need not turn
FAULTS: list[scripted.Plan] = [
    scripted.unreachable,
    scripted.lost_before,
    scripted.lost_after,
    scripted.garbled_after,
    scripted.killed_before,
    scripted.killed_after,
    scripted.says(1000, 500),
    scripted.says(1100),
    scripted.says(1300),
    scripted.says(2000, 401),
    scripted.says(0, 429, Retry_After="30"),
    scripted.says(4000, 400),
    scripted.answers(httpx.Response(503)),
    scripted.answers(httpx.Response(200, text="<html/>")),
]


@pytest.fixture
def folder() -> Iterator[Path]:
    place = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="tipline-", dir=place) as name:
        yield Path(name)


class History:
    """An outbox and a service, and what chance does with them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - a history can be repeated
        self.folder = folder
        self.clock = SetClock()
        self.service = scripted.Service(by_key=self.random.random() < 0.5)
        self.faulty = self.random.choice([0.1, 0.3, 0.6])
        self.enqueued = 0
        self.kills = 0

    def live(self) -> None:
        """Take reports in and file them while things go wrong."""
        self.service.always = self.chance
        for _ in range(self.random.randint(2, 5)):
            with suppress(scripted.KilledError):
                self.work(self.random.choice([30.0, 300.0, 1_000.0]))
            if self.random.random() < 0.2:
                self.clock.move(24 * 3_600)
                self.service.expire()

    def settle(self) -> None:
        """Let everything go well until all is filed."""
        self.service.always = None
        self.service.plans.clear()
        self.work(24 * 3_600.0, new=0)

    def chance(self, _: Call) -> scripted.Plan:
        plan = self.random.choice(FAULTS) if self.random.random() < self.faulty else None
        if plan in (scripted.killed_before, scripted.killed_after):
            self.kills += 1
        return plan or (lambda act: act())

    def work(self, seconds: float, new: int = 3) -> None:
        filer = make_filer(self.folder, self.clock, self.random.randrange(1_000))
        try:
            for _ in range(self.random.randint(0, new)):
                self.enqueue(filer)
            if not new:  # a person looks at what was refused
                for item in filer.stuck():
                    filer.retry(item.number)
            rest = MovedRest(self.clock, seconds, lambda: not filer.book.unfiled())
            pace = one_lane()
            with Worker(filer, pace=pace, rest=rest, transport=self.service) as worker:
                worker.run() if self.random.random() < 0.7 or not new else worker.drain()
        finally:
            filer.close()

    def enqueue(self, filer: Filer) -> None:
        """Take a report in, some of them twice, some of them after earlier ones."""
        number, earlier = self.enqueued, range(1, self.enqueued + 1)
        follows = self.random.sample(earlier, min(len(earlier), self.random.choice([0, 0, 1, 2])))
        urgent = self.random.random() < 0.3
        for _ in range(self.random.choice([1, 1, 2])):
            item = filer.enqueue(report(number, urgent=urgent), key=f"r{number}", follows=follows)
            assert item.number == number + 1
        self.enqueued += 1


def test_histories(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "tipline.filing")
    kills = reports = anew = 0
    for seed in range(HISTORIES):
        history = History(folder / str(seed), seed)
        history.live()
        history.settle()
        finished = Counter(history.service.finished())
        assert finished == Counter(map(narrative, range(history.enqueued))), seed
        filer = make_filer(history.folder, history.clock)
        for item in filer.items():
            assert item.state is State.FILED, seed
            assert item.report_id is not None
            assert history.service.states[item.report_id] == "finished", seed
            assert history.service.narrative(item.report_id) == narrative(item.number - 1)
            check_follows(history.service, filer, item.number)
            anew += item.attempt > 1
        filer.close()
        kills, reports = kills + history.kills, reports + history.enqueued
    # A history in which nothing happens proves nothing.
    assert kills > HISTORIES / 4
    assert reports > HISTORIES
    assert anew > HISTORIES / 4


def check_follows(service: scripted.Service, filer: Filer, number: int) -> None:
    """See that a report that follows others was sent after them, with their ids."""
    item = filer.item(number)
    assert item.report_id is not None
    for earlier in map(filer.item, item.follows):
        if any(event.what == "refused:again" for event in filer.events(earlier.number)):
            continue  # one that was refused is not waited for
        document = service.documents[item.report_id]
        assert f"<priorCTReports>{earlier.report_id}</priorCTReports>".encode() in document
        assert (earlier.filed_at or 0) <= (item.filed_at or 0)
