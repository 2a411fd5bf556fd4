"""What a worker does with each report after each thing that can happen to a call."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.unit.filing import scripted
from tests.unit.filing.making import HOUR, MovedRest, SetClock, make_filer, one_lane, report
from tipline.codecs.cybertipline import encode_report
from tipline.filing.errors import OutboxBusyError, OutboxUnavailableError
from tipline.filing.filer import Filer
from tipline.filing.outbox.items import Gate
from tipline.filing.outbox.states import State
from tipline.filing.service.calls import Call
from tipline.filing.steps import call_key
from tipline.filing.worker import Drained, Worker

OTHER: dict[str, Any] = {"isolation_level": None, "timeout": 0, "check_same_thread": False}
"""How another program opens the file, which waits for nobody."""
SUBMIT, FINISH, RETRACT = Call.SUBMIT, Call.FINISH, Call.RETRACT


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def filer(tmp_path: Path, clock: SetClock) -> Iterator[Filer]:
    with closing(make_filer(tmp_path / "outbox", clock)) as made:
        yield made


@pytest.fixture
def service() -> scripted.Service:
    return scripted.Service()


@pytest.fixture
def worker(filer: Filer, clock: SetClock, service: scripted.Service) -> Iterator[Worker]:
    rest = MovedRest(clock, 24 * HOUR, lambda: not filer.book.unfiled())
    with Worker(filer, pace=one_lane(), rest=rest, transport=service) as made:
        yield made


def history(filer: Filer, number: int = 1) -> list[str]:
    return [event.what for event in filer.events(number)]


def test_a_report_is_filed(filer: Filer, worker: Worker, service: scripted.Service) -> None:
    told: list[int] = []
    item = filer.enqueue(report())
    assert worker.drain(lambda item: told.append(item.number)) == Drained(1, 0, 0)
    filed = filer.item(item.number)
    assert (filed.state, filed.report_id, filed.attempt) == (State.FILED, 1_000, 1)
    assert service.calls() == [SUBMIT, FINISH]
    keys = [
        call_key(item.key, 1, SUBMIT, filer.vault, encode_report(report())),
        call_key(item.key, 1, FINISH, filer.vault),
    ]
    assert [made.key for made in service.made] == keys
    assert service.finished() == ["Synthetic narrative 17."]
    assert filer.book.sealed(1).receipt == scripted.done(1_000).content
    assert told == [1]
    assert history(filer) == ["queued:begun", "submitting:done", "open:begun", "finishing:done"]
    assert worker.drain() == Drained(0, 0, 0)


@pytest.mark.parametrize(
    "case",
    [
        # Nothing happened, or nobody knows: the same call again, as the same attempt.
        (SUBMIT, scripted.unreachable, [SUBMIT, SUBMIT, FINISH], 1),
        (SUBMIT, scripted.says(1100), [SUBMIT, SUBMIT, FINISH], 1),
        (SUBMIT, scripted.says(0, 429), [SUBMIT, SUBMIT, FINISH], 1),
        (SUBMIT, scripted.lost_before, [SUBMIT, SUBMIT, FINISH], 1),
        (SUBMIT, scripted.lost_after, [SUBMIT, SUBMIT, FINISH], 1),
        (SUBMIT, scripted.garbled_after, [SUBMIT, SUBMIT, FINISH], 1),
        (SUBMIT, scripted.says(2000, 401), [SUBMIT, SUBMIT, FINISH], 1),
        (SUBMIT, scripted.says(1210, 404), [SUBMIT, SUBMIT, FINISH], 1),
        (SUBMIT, scripted.answers(httpx.Response(301)), [SUBMIT, SUBMIT, FINISH], 1),
        (FINISH, scripted.unreachable, [SUBMIT, FINISH, FINISH], 1),
        (FINISH, scripted.says(1300), [SUBMIT, FINISH, FINISH], 1),
        (FINISH, scripted.says(3300, 403), [SUBMIT, FINISH, FINISH], 1),
        (FINISH, scripted.says(4000, 400), [SUBMIT, FINISH, FINISH], 1),
        # The procedure for a lost answer: retracting finds out (reference, section 1.4).
        (FINISH, scripted.lost_after, [SUBMIT, FINISH, RETRACT], 1),
        (FINISH, scripted.garbled_after, [SUBMIT, FINISH, RETRACT], 1),
        (FINISH, scripted.lost_before, [SUBMIT, FINISH, RETRACT, SUBMIT, FINISH], 2),
        (FINISH, scripted.says(1000, 500), [SUBMIT, FINISH, RETRACT, SUBMIT, FINISH], 2),
        (FINISH, scripted.says(7), [SUBMIT, FINISH, RETRACT, SUBMIT, FINISH], 2),
        # The service says how it stands.
        (FINISH, scripted.says(5102, 409), [SUBMIT, FINISH], 1),
        (FINISH, scripted.says(5001), [SUBMIT, FINISH, SUBMIT, FINISH], 2),
        (FINISH, scripted.says(5101), [SUBMIT, FINISH, SUBMIT, FINISH], 2),
    ],
)
def test_what_comes_next(
    case: tuple[Call, scripted.Plan, list[Call], int],
    filer: Filer,
    worker: Worker,
    service: scripted.Service,
) -> None:
    call, plan, calls, attempts = case
    filer.enqueue(report())
    service.plans[call].append(plan)
    assert worker.run() == Drained(1, 0, 0)
    assert service.calls() == calls
    assert filer.item(1).attempt == attempts
    keys = [made.key for made in service.made if made.call is SUBMIT]
    document = encode_report(report())
    assert keys[-1] == call_key(filer.item(1).key, attempts, SUBMIT, filer.vault, document)
    assert len({made.key for made in service.made}) == len(
        {(made.call, made.key) for made in service.made}
    )
    assert filer.gate() == Gate()


@pytest.mark.parametrize(
    ("plan", "calls", "attempts"),
    [
        (scripted.says(5102), [RETRACT], 1),
        (scripted.says(5001), [RETRACT, SUBMIT, FINISH], 2),
        (scripted.says(5101), [RETRACT, SUBMIT, FINISH], 2),
        (scripted.lost_after, [RETRACT, RETRACT, SUBMIT, FINISH], 2),
        (scripted.lost_before, [RETRACT, RETRACT, SUBMIT, FINISH], 2),
        (scripted.unreachable, [RETRACT, RETRACT, SUBMIT, FINISH], 2),
        (scripted.says(1000, 500), [RETRACT, RETRACT, SUBMIT, FINISH], 2),
        (scripted.says(4100, 400), [RETRACT, RETRACT, SUBMIT, FINISH], 2),
        (scripted.says(4000, 400), [RETRACT, RETRACT, SUBMIT, FINISH], 2),
        (scripted.says(2000, 401), [RETRACT, RETRACT, SUBMIT, FINISH], 2),
    ],
)
def test_after_a_lost_finish(
    plan: scripted.Plan,
    calls: list[Call],
    attempts: int,
    filer: Filer,
    worker: Worker,
    service: scripted.Service,
) -> None:
    filer.enqueue(report())
    service.plans[FINISH].append(scripted.lost_before)
    service.plans[RETRACT].append(plan)
    assert worker.run() == Drained(1, 0, 0)
    assert service.calls() == [SUBMIT, FINISH, *calls]
    assert filer.item(1).attempt == attempts


@pytest.mark.parametrize(
    "case",
    [
        (SUBMIT, scripted.killed_before, State.SUBMITTING, [SUBMIT, FINISH]),
        (SUBMIT, scripted.killed_after, State.SUBMITTING, [SUBMIT, FINISH]),
        (FINISH, scripted.killed_before, State.FINISHING, [RETRACT, SUBMIT, FINISH]),
        (FINISH, scripted.killed_after, State.FINISHING, [RETRACT]),
        (RETRACT, scripted.killed_before, State.RETRACTING, [RETRACT, SUBMIT, FINISH]),
        (RETRACT, scripted.killed_after, State.RETRACTING, [RETRACT, SUBMIT, FINISH]),
    ],
)
def test_a_worker_is_killed(
    case: tuple[Call, scripted.Plan, State, list[Call]],
    tmp_path: Path,
    clock: SetClock,
    service: scripted.Service,
) -> None:
    killed, plan, state, calls = case
    service.plans[killed].append(plan)
    if killed is RETRACT:
        service.plans[FINISH].append(scripted.lost_before)
    with closing(make_filer(tmp_path, clock)) as filer:
        filer.enqueue(report())
        with (
            Worker(filer, pace=one_lane(), transport=service) as worker,
            pytest.raises(scripted.KilledError),
        ):
            worker.drain()
        assert filer.item(1).state is state
    before = len(service.made)
    with closing(make_filer(tmp_path, clock)) as filer:
        rest = MovedRest(clock, HOUR, lambda: not filer.book.unfiled())
        with Worker(filer, pace=one_lane(), rest=rest, transport=service) as worker:
            assert filer.item(1).state not in {State.SUBMITTING, State.FINISHING}
            worker.run()
        assert filer.item(1).state is State.FILED
    assert service.calls()[before:] == calls
    assert len(service.finished()) == 1


@pytest.mark.parametrize("call", [SUBMIT, FINISH])
@pytest.mark.parametrize("code", [4100, 4110, 4200, 1001])
def test_a_refusal_is_loud_once(
    call: Call,
    code: int,
    filer: Filer,
    worker: Worker,
    service: scripted.Service,
    caplog: pytest.LogCaptureFixture,
) -> None:
    filer.enqueue(report())
    service.plans[call].append(scripted.says(code, 400))
    with caplog.at_level(logging.ERROR, "tipline.filing"):
        assert worker.drain() == Drained(0, 1, 1)
        worker.drain()
    assert [record.getMessage() for record in caplog.records] == [
        "report 1 of the outbox is not filed: a person has to look"
    ]
    assert "Said." not in caplog.text
    refused = filer.item(1)
    assert refused.state is State.REFUSED
    assert refused.trouble is not None
    assert refused.trouble.response_code == code
    assert filer.stuck() == [refused]
    assert filer.gate() == Gate()
    # A person looks, and it is begun anew under another key.
    assert filer.retry(1).state is State.QUEUED
    assert worker.drain() == Drained(1, 0, 0)
    assert service.made[-1].key == call_key(refused.key, 2, Call.FINISH, filer.vault)


@pytest.mark.parametrize("plan", [scripted.lost_before, scripted.says(5001), scripted.says(5101)])
def test_a_service_that_never_finishes_is_not_overrun(
    plan: scripted.Plan, filer: Filer, clock: SetClock, service: scripted.Service
) -> None:
    """Submitting works each time; so the pauses between attempts must grow all the same."""
    filer.enqueue(report())
    service.always = lambda call: plan if call is FINISH else (lambda act: act())
    rest = MovedRest(clock, 4 * HOUR)
    with Worker(filer, pace=one_lane(), rest=rest, transport=service) as worker:
        worker.drain()
        assert service.calls().count(SUBMIT) <= 3
        worker.run()
    assert service.calls().count(SUBMIT) < 60  # the longest pause is 15 minutes
    assert filer.item(1).state is not State.FILED
    assert filer.stuck() == [filer.item(1)]


def test_urgent_reports_go_first(filer: Filer, worker: Worker, service: scripted.Service) -> None:
    for number in range(3):
        filer.enqueue(report(number))
    filer.enqueue(report(3, urgent=True))
    worker.drain()
    assert service.finished() == [f"Synthetic narrative {number}." for number in (3, 0, 1, 2)]


def test_a_follow_up_waits_and_has_the_ids(
    filer: Filer, worker: Worker, service: scripted.Service
) -> None:
    filer.enqueue(report(0))
    filer.enqueue(report(1))
    filer.enqueue(report(2, urgent=True), follows=[1, 2])
    service.plans[SUBMIT].append(scripted.lost_after)
    assert worker.run() == Drained(3, 0, 0)
    assert service.finished()[-1] == "Synthetic narrative 2."
    first, second, third = (filer.item(number) for number in (1, 2, 3))
    assert third.report_id is not None
    document = service.documents[third.report_id].decode()
    for earlier in first, second:
        assert f"<priorCTReports>{earlier.report_id}</priorCTReports>" in document
    # It waited without a line for every look.
    assert len(history(filer, 3)) == 4


def test_a_follow_up_goes_at_once_when_its_time_has_come(
    filer: Filer, worker: Worker, clock: SetClock
) -> None:
    filer.enqueue(report(0))
    filer.enqueue(report(1, urgent=True), follows=[1])
    before = clock.now()
    assert worker.drain() == Drained(2, 0, 0)
    assert clock.now() - before < timedelta(seconds=1)


def test_a_follow_up_does_not_wait_for_a_refused_report(
    filer: Filer, worker: Worker, service: scripted.Service
) -> None:
    filer.enqueue(report(0))
    filer.enqueue(report(1, urgent=True), follows=[1])
    service.plans[SUBMIT].append(scripted.says(4100, 400))
    assert worker.drain() == Drained(1, 1, 1)
    assert b"priorCTReports" not in service.documents[1_000]


def test_one_works_at_a_time(filer: Filer, tmp_path: Path) -> None:
    other = make_filer(tmp_path / "outbox")
    with Worker(filer), pytest.raises(OutboxBusyError):
        Worker(other)
    Worker(other).close()
    other.close()


def test_a_report_that_cannot_be_opened_does_not_stop_the_rest(
    filer: Filer, worker: Worker, service: scripted.Service, tmp_path: Path
) -> None:
    filer.enqueue(report(0))
    filer.enqueue(report(1))
    with sqlite3.connect(tmp_path / "outbox" / "outbox.sqlite3") as connection:
        connection.execute("UPDATE item SET body = zeroblob(100) WHERE number = 1")
    connection.close()
    assert worker.drain() == Drained(1, 0, 1)
    assert worker.drain() == Drained(0, 0, 1)
    assert filer.item(1).state is State.QUEUED
    assert service.finished() == ["Synthetic narrative 1."]


@pytest.mark.parametrize("call", [SUBMIT, FINISH])
@pytest.mark.parametrize("acted", [True, False])
def test_the_disk_is_full_for_a_while(
    call: Call, acted: bool, filer: Filer, worker: Worker, service: scripted.Service
) -> None:
    """What became of a call cannot be stored: the same worker goes on when there is room."""
    database = sqlite3.connect(filer.folder / "outbox.sqlite3", **OTHER)

    def fill(act: scripted.Act) -> httpx.Response:
        response = act() if acted else scripted.said(1100)
        # Nobody else may write: what has happened cannot be stored, as on a full disk.
        filer.book._database._mine().execute("PRAGMA busy_timeout = 1")
        database.execute("BEGIN IMMEDIATE")
        return response

    filer.enqueue(report())
    service.plans[call].append(fill)
    assert worker.drain() == Drained(0, 0, 1)
    with pytest.raises(OutboxUnavailableError):
        filer.enqueue(report(2))
    database.execute("ROLLBACK")
    assert worker.run() == Drained(1, 0, 0)
    assert service.finished() == ["Synthetic narrative 17."]
    database.close()


def test_an_outbox_that_cannot_be_changed_does_not_spin(
    filer: Filer, worker: Worker, service: scripted.Service
) -> None:
    filer.enqueue(report())
    database = sqlite3.connect(filer.folder / "outbox.sqlite3", **OTHER)
    filer.book._database._mine().execute("PRAGMA busy_timeout = 1")
    database.execute("BEGIN IMMEDIATE")
    assert worker.drain() == Drained(0, 0, 1)
    assert service.made == []
    database.execute("ROLLBACK")
    database.close()
    assert worker.run() == Drained(1, 0, 0)


def test_lanes_work_side_by_side(filer: Filer, clock: SetClock, service: scripted.Service) -> None:
    """Four reports are under way before any is answered."""
    together = threading.Barrier(4, timeout=20)

    def wait_for_others(act: scripted.Act) -> httpx.Response:
        together.wait()
        return act()

    for number in range(8):
        filer.enqueue(report(number))
    service.plans[SUBMIT].extend([wait_for_others] * 4)
    pace = one_lane(lanes=4)
    with Worker(filer, pace=pace, rest=MovedRest(clock), transport=service) as worker:
        assert worker.drain() == Drained(8, 0, 0)
    assert sorted(service.finished()) == [f"Synthetic narrative {number}." for number in range(8)]


def test_a_worker_that_cannot_begin_lets_go(filer: Filer, service: scripted.Service) -> None:
    """What was interrupted cannot be noted; the next one in this process can try."""
    service.plans[SUBMIT].append(scripted.killed_before)
    filer.enqueue(report())
    with (
        Worker(filer, pace=one_lane(), transport=service) as worker,
        pytest.raises(scripted.KilledError),
    ):
        worker.drain()
    database = sqlite3.connect(filer.folder / "outbox.sqlite3", **OTHER)
    filer.book._database._mine().execute("PRAGMA busy_timeout = 1")
    database.execute("BEGIN IMMEDIATE")
    with pytest.raises(OutboxUnavailableError):
        Worker(filer, transport=service)
    database.execute("ROLLBACK")
    database.close()
    with Worker(filer, pace=one_lane(), transport=service) as worker:
        assert filer.item(1).state is State.QUEUED
