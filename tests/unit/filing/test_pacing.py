"""Pauses, turns and the gate, as laws; then the gate in front of a worker."""

import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.filing import scripted
from tests.unit.filing.making import Chance, Middle, MovedRest, SetClock, make_filer, one_lane
from tests.unit.filing.making import report as made_up
from tipline.domain.moments import to_microseconds
from tipline.filing.errors import CredentialsRefusedError, RetryableError
from tipline.filing.filer import Filer
from tipline.filing.outbox.items import Gate, Trouble
from tipline.filing.outbox.states import State
from tipline.filing.pacing import Pace, Turns, after_failure, after_success, shut
from tipline.filing.service.calls import Call
from tipline.filing.worker import Drained, Worker

SECOND = 1_000_000
TROUBLE = Trouble(code="filing_retryable")
PACE = Pace()


@given(st.integers(-5, 10**9), st.integers(0, 2**32))
def test_a_pause_is_bounded(tries: int, seed: int) -> None:
    pause = PACE.pause(tries, Chance(seed))
    whole = min(2 * SECOND * 2 ** max(0, min(tries, 64) - 1), 900 * SECOND)
    assert whole // 2 <= pause <= whole


@given(st.integers(1, 200), st.integers(1, 200))
def test_pauses_never_shrink(tries: int, more: int) -> None:
    assert PACE.pause(tries, Middle()) <= PACE.pause(tries + more, Middle())


@given(st.lists(st.integers(0, 400_000), min_size=2, max_size=60), st.floats(0.5, 500))
def test_turns_keep_to_the_rate(gaps: list[int], rate: float) -> None:
    turns, now, taken = Turns(rate), 17 * SECOND, []
    for gap in gaps:
        now += gap
        wait = turns.seconds_to_wait(now)
        assert wait >= 0
        taken.append(now / SECOND + wait)
    for first, second in pairwise(taken):
        assert second - first >= 1 / rate - 1e-6


@given(st.lists(st.integers(-(10**12), 400_000), min_size=2, max_size=60), st.integers(1, 100))
def test_turns_survive_a_clock_that_is_set_back(gaps: list[int], rate: int) -> None:
    """Whoever waits, waits for those before it, not for the clock to come forward again."""
    turns, now = Turns(float(rate)), 10**15
    for place, gap in enumerate(gaps, 1):
        now += gap
        assert 0 <= turns.seconds_to_wait(now) <= place / rate + 1e-3


def test_the_gate_shuts_after_failures_in_a_row_and_opens_again() -> None:
    gate, now = Gate(), 17 * SECOND
    rules = (PACE, Middle())
    for count in range(1, 12):
        gate = after_failure(gate, RetryableError(), TROUBLE, now, rules)
        assert (gate.until > now) == (count >= 5)
        now = max(now, gate.until)
    assert gate.failures == 11
    assert after_success(gate, now) == Gate()


@given(st.floats(0, 86_400), st.integers(0, 100))
def test_a_gate_never_opens_sooner(retry_after: float, failures: int) -> None:
    gate = Gate(failures=failures, until=1_000 * SECOND)
    error = RetryableError(retry_after=retry_after)
    after = after_failure(gate, error, TROUBLE, 17 * SECOND, (PACE, Middle()))
    assert after.until >= max(gate.until, 17 * SECOND + int(retry_after * SECOND))
    assert after_success(after, 18 * SECOND) == after


def test_pauses_grow_while_credentials_are_refused() -> None:
    gate, now, pauses = Gate(), 17 * SECOND, []
    for _ in range(10):
        gate = shut(gate, CredentialsRefusedError(), TROUBLE, now, (PACE, Middle()))
        pauses.append(gate.until - now)
        now = gate.until
    assert pauses == sorted(pauses)
    assert pauses[0] >= 8 * SECOND
    assert pauses[-1] == 900 * SECOND * 3 // 4


# In front of a worker


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def filer(tmp_path: Path, clock: SetClock) -> Iterator[Filer]:
    with closing(make_filer(tmp_path, clock)) as made:
        for number in range(8):
            made.enqueue(made_up(number))
        yield made


def now_of(clock: SetClock) -> int:
    return to_microseconds(clock.now())


@pytest.mark.parametrize("plan", [scripted.unreachable, scripted.says(1000, 500)])
def test_one_at_a_time_tries_whether_it_is_back(
    plan: scripted.Plan, filer: Filer, clock: SetClock
) -> None:
    service = scripted.Service()
    service.always = lambda _: plan
    with Worker(filer, pace=one_lane(), rest=MovedRest(clock), transport=service) as worker:
        assert worker.drain() == Drained(0, 0, 8)
        assert len(service.made) == 5
        assert worker.drain() == Drained(0, 0, 8)
        assert len(service.made) == 5  # the gate is shut
        for probes in range(1, 6):
            clock.moment += timedelta(microseconds=filer.gate().until - now_of(clock))
            worker.drain()
            assert len(service.made) == 5 + probes
        assert filer.gate().failures == 10
        service.always = None
        clock.move(900)
        assert worker.drain() == Drained(8, 0, 0)
    assert filer.gate() == Gate()


@pytest.mark.parametrize("lanes", [1, 4])
def test_all_lanes_wait_when_asked_to(lanes: int, filer: Filer, clock: SetClock) -> None:
    service = scripted.Service()
    service.plans[Call.SUBMIT].append(scripted.says(0, 429, Retry_After="60"))
    moments: list[int] = []

    def noted(_: Call) -> scripted.Plan:
        moments.append(now_of(clock))
        return lambda act: act()

    service.always = noted
    before = now_of(clock)
    rest = MovedRest(clock, 3_600, lambda: not filer.book.unfiled())
    pace = one_lane(lanes=lanes)
    with Worker(filer, pace=pace, rest=rest, transport=service) as worker:
        worker.run()
    assert len(service.finished()) == 8
    early = [moment for moment in moments if moment < before + 60 * SECOND]
    assert len(early) <= 3 * (lanes - 1)  # what was under way when the answer came


def test_a_success_under_way_does_not_open_the_gate(filer: Filer, clock: SetClock) -> None:
    """The call had begun before the service asked to wait, and says nothing about that."""
    service = scripted.Service()

    def asked_meanwhile(act: scripted.Act) -> httpx.Response:
        filer.book.set_gate(Gate(failures=1, until=now_of(clock) + 60 * SECOND, trouble=TROUBLE))
        return act()

    service.plans[Call.SUBMIT].append(asked_meanwhile)
    with Worker(filer, pace=one_lane(), rest=MovedRest(clock), transport=service) as worker:
        assert worker.drain() == Drained(0, 0, 8)
    assert len(service.made) == 1
    assert filer.item(1).state is State.OPEN


def test_refused_credentials_keep_everything_queued(
    filer: Filer, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    service = scripted.Service()
    service.always = lambda _: scripted.answers(httpx.Response(401))
    with Worker(filer, pace=one_lane(), rest=MovedRest(clock, 600), transport=service) as worker:
        worker.drain()
        assert len(service.made) == 1
        assert {item.state for item in filer.items()} == {State.QUEUED}
        trouble = filer.gate().trouble
        assert trouble is not None
        assert (trouble.code, trouble.status) == ("filing_credentials", 401)
        worker.run()
        assert len(service.made) < 10
    service.always = None
    assert filer.retry(1).state is State.QUEUED  # a person has mended them
    assert filer.gate() == Gate()
    clock.move(900)
    with Worker(filer, pace=one_lane(), rest=MovedRest(clock), transport=service) as worker:
        assert worker.drain() == Drained(8, 0, 0)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
