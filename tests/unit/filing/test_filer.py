"""Taking reports in: once for each key, all problems at once, and how they are looked after."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from tests.unit.filing import scripted
from tests.unit.filing.making import (
    NOON,
    MovedRest,
    SetClock,
    make_filer,
    narrative,
    one_lane,
    report,
)
from tests.unit.reports import full_report, public_report
from tipline.codecs.cybertipline import encode_report
from tipline.domain.errors import KeysUnusableError, SealBrokenError
from tipline.domain.moments import to_microseconds
from tipline.domain.report import Report
from tipline.filing.errors import ItemStateError, ItemUnknownError, NotEnqueuedError
from tipline.filing.export import open_item
from tipline.filing.filer import Filer
from tipline.filing.outbox.states import State
from tipline.filing.outbox.vault import load_preserver
from tipline.filing.service.calls import Call
from tipline.filing.steps import call_key
from tipline.filing.worker import Worker

YEAR = 365 * 24 * 3_600.0
WEEK = 7 * 24 * 3_600.0
MARKS = (b"narrative", b"@example.org", b"202 555 0117", b"192.0.2", b"Springfield", b"<report>")
"""What of a report must not be found in the files."""


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def filer(tmp_path: Path, clock: SetClock) -> Iterator[Filer]:
    with closing(make_filer(tmp_path / "outbox", clock)) as made:
        yield made


def file_all(filer: Filer, clock: SetClock, service: scripted.Service | None = None) -> None:
    transport = service or scripted.Service()
    rest = MovedRest(clock, 3_600, lambda: not filer.book.unfiled())
    with Worker(filer, pace=one_lane(), rest=rest, transport=transport) as worker:
        worker.drain()


def raw(filer: Filer) -> bytes:
    """Return every byte of the outbox that is not a key."""
    files = filer.folder.glob("outbox.sqlite3*")
    return b"".join(file.read_bytes() for file in files)


def codes(refused: pytest.ExceptionInfo[NotEnqueuedError]) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def test_what_is_taken_in(filer: Filer) -> None:
    item = filer.enqueue(report(), key="example-17")
    assert (item.number, item.key, item.state, item.urgent) == (
        *(1, "example-17", State.QUEUED),
        False,
    )
    assert (item.queued_at, item.next_at) == (to_microseconds(NOON), to_microseconds(NOON))
    assert filer.enqueue(report(18, urgent=True)).urgent
    blank = msgspec.structs.replace(report().summary, urgency_reason=None)
    assert not filer.enqueue(msgspec.structs.replace(report(19), summary=blank)).urgent


def test_a_key_is_taken_once(filer: Filer, tmp_path: Path, clock: SetClock) -> None:
    first = filer.enqueue(report(), key="example-17")
    assert filer.enqueue(report(), key="example-17") == first
    with closing(make_filer(tmp_path / "outbox", clock, seed=18)) as other:
        assert other.enqueue(report(), key="example-17") == first
    file_all(filer, clock)
    assert filer.enqueue(report(), key="example-17").state is State.FILED
    with pytest.raises(NotEnqueuedError) as refused:
        filer.enqueue(report(18), key="example-17")
    assert codes(refused) == {"key_taken"}
    assert len(list(filer.items())) == 1
    assert filer.enqueue(report()).number != first.number


@pytest.mark.parametrize(
    "key", ["", " ", " a", "a ", "a\n", "é", "a\x00", "\x7f", "a" * 201, "\ud800"]
)
def test_keys_that_are_none(key: str, filer: Filer) -> None:
    with pytest.raises(NotEnqueuedError) as refused:
        filer.enqueue(report(), key=key)
    assert codes(refused) == {"key_unfit"}


@pytest.mark.parametrize("key", ["a", "a b", "!~", "a" * 200])
def test_keys_reach_the_service(key: str, filer: Filer, clock: SetClock) -> None:
    service = scripted.Service()
    filer.enqueue(report(), key=key)
    file_all(filer, clock, service)
    document = encode_report(report())
    keys = [
        call_key(key, 1, Call.SUBMIT, filer.vault, document),
        call_key(key, 1, Call.FINISH, filer.vault),
    ]
    assert [made.key for made in service.made] == keys


def test_all_problems_come_at_once(filer: Filer) -> None:
    bad = msgspec.structs.replace(
        full_report(),
        additional_info="Synthetic \x00",
        reporter=Report().reporter,
        summary=msgspec.structs.replace(full_report().summary, platform="a" * 257),
    )
    with pytest.raises(NotEnqueuedError) as refused:
        filer.enqueue(bad, key=" ")
    assert len(refused.value.problems) >= 3
    assert "key_unfit" in codes(refused)
    assert "Synthetic" not in f"{refused.value} {refused.value.problems}"
    assert list(filer.items()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"additional_info": "a\x00b"},
        {"additional_info": "a\ud800b"},
        {"additional_info": "a\ufffeb"},
        {"additional_info": "Synthetic narrative 17. " * 1_000_000},
    ],
)
def test_what_cannot_be_written(change: dict[str, str], filer: Filer) -> None:
    with pytest.raises(NotEnqueuedError) as refused:
        filer.enqueue(msgspec.structs.replace(report(), **change))
    assert refused.value.problems
    assert list(filer.items()) == []


@pytest.mark.parametrize("made", [Report(), public_report()])
def test_what_is_no_report_of_a_provider(made: Report, filer: Filer) -> None:
    with pytest.raises(NotEnqueuedError):
        filer.enqueue(made)


def test_following_what_is_not_there(filer: Filer) -> None:
    with pytest.raises(ItemUnknownError):
        filer.enqueue(report(), follows=[17])
    with pytest.raises(ItemUnknownError):
        filer.item(17)
    with pytest.raises(ItemUnknownError):
        filer.events(17)
    assert list(filer.items()) == []


# Secrets


def test_nothing_is_in_the_clear(filer: Filer, clock: SetClock) -> None:
    filer.enqueue(full_report(), key="example-17")
    for _ in range(2):
        found = raw(filer)
        assert len(found) > 4_096
        assert not [mark for mark in MARKS if mark in found]
        file_all(filer, clock)
    assert filer.item(1).state is State.FILED


def test_what_a_service_says_is_sealed(filer: Filer, clock: SetClock) -> None:
    service = scripted.Service()
    service.plans[Call.SUBMIT].append(
        lambda _: scripted.said(4100, 400, description=narrative(99))
    )
    filer.enqueue(report())
    file_all(filer, clock, service)
    assert filer.item(1).state is State.REFUSED
    assert b"narrative" not in raw(filer)
    assert open_item(filer, 1, "To mend it.").said == narrative(99)


def test_nothing_that_the_working_key_opens_stays(filer: Filer, clock: SetClock) -> None:
    """Neither in the tables nor in what the file keeps of earlier times."""
    filer.enqueue(full_report())
    working = filer.book.sealed(1).working_key
    assert working is not None
    assert working in raw(filer)
    file_all(filer, clock)
    assert working not in raw(filer)
    assert filer.book.sealed(1).working_key is None
    with pytest.raises(KeysUnusableError):
        open_item(filer, 1, "Nobody may.")


def test_the_preservation_key_opens_what_was_filed(
    filer: Filer, clock: SetClock, tmp_path: Path
) -> None:
    filer.enqueue(report())
    opened = open_item(filer, 1, "Before it is filed.")
    assert opened.document == encode_report(report())
    assert opened.receipt is None
    file_all(filer, clock)
    preserver = load_preserver(filer.folder / "preservation.private")
    opened = open_item(filer, 1, "Order 17/2026.", preserver)
    assert opened.document == encode_report(report())
    assert opened.receipt is not None
    assert opened.events[-1].what == "opened: Order 17/2026."
    assert "narrative" not in repr(opened)
    with closing(make_filer(tmp_path / "other", seed=18)) as other:
        wrong = load_preserver(other.folder / "preservation.private")
    with pytest.raises(SealBrokenError):
        open_item(filer, 1, "Another outbox's key.", wrong)


def test_a_sealed_report_is_bound_to_its_place(filer: Filer) -> None:
    filer.enqueue(report(0), key="first")
    filer.enqueue(report(1), key="second")
    first = filer.book.sealed(1)
    swapped = {"body": first.body, "working_key": first.working_key}
    filer.book.note(2, "swapped", 17, swapped)
    with pytest.raises(SealBrokenError):
        open_item(filer, 2, "It is another's.")


# Looking after it


def test_what_was_kept_long_enough_is_erased(filer: Filer, clock: SetClock) -> None:
    filer.enqueue(full_report())
    filer.enqueue(report(1))
    file_all(filer, clock)
    filer.hold(2, "Order 17/2026.")
    body = filer.book.sealed(1).body
    assert body is not None
    clock.move(YEAR - 1)
    file_all(filer, clock)
    assert not filer.item(1).erased
    clock.move(1)
    file_all(filer, clock)
    clock.move(WEEK - 1)
    file_all(filer, clock)
    assert not filer.item(1).erased
    clock.move(1)
    file_all(filer, clock)
    assert filer.item(1).erased
    assert not filer.item(2).erased
    assert body not in raw(filer)
    sealed = filer.book.sealed(1)
    assert (sealed.body, sealed.preserved_key, sealed.working_key) == (None, None, None)
    assert sealed.receipt is not None
    assert filer.events(1)[-1].what == "erased"
    preserver = load_preserver(filer.folder / "preservation.private")
    with pytest.raises(ItemStateError):
        open_item(filer, 1, "Too late.", preserver)
    with pytest.raises(ItemStateError):
        filer.hold(1, "Too late.")
    assert open_item(filer, 2, "Order 17/2026.", preserver).document


@pytest.mark.parametrize("nothing", [None, ""])
def test_what_is_let_go_is_erased(nothing: str | None, filer: Filer, clock: SetClock) -> None:
    filer.enqueue(report())
    file_all(filer, clock)
    assert filer.hold(1, "Order 17/2026.").hold == "Order 17/2026."
    assert filer.hold(1, nothing).hold is None
    assert [event.what for event in filer.events(1)][-2:] == ["held", "released"]
    clock.move(YEAR)
    file_all(filer, clock)
    clock.move(WEEK)
    file_all(filer, clock)
    assert filer.item(1).erased


def test_one_wrong_moment_of_the_clock_erases_nothing(filer: Filer, clock: SetClock) -> None:
    filer.enqueue(report())
    file_all(filer, clock)
    clock.move(2 * YEAR)
    file_all(filer, clock)
    clock.move(-2 * YEAR)
    file_all(filer, clock)
    clock.move(WEEK)
    file_all(filer, clock)
    assert not filer.item(1).erased


def test_what_is_held_at_the_last_moment_stays(filer: Filer, clock: SetClock) -> None:
    filer.enqueue(report())
    file_all(filer, clock)
    clock.move(YEAR)
    now = to_microseconds(clock.now())
    assert filer.book.over(now, 1) == []
    clock.move(WEEK)
    now = to_microseconds(clock.now())
    assert [item.number for item in filer.book.over(now, 1)] == [1]
    filer.hold(1, "Order 17/2026.")
    filer.book.erase(1, now)
    assert not filer.item(1).erased


def test_what_came_while_the_clock_was_ahead_is_filed_within_a_day(
    filer: Filer, clock: SetClock
) -> None:
    clock.move(YEAR)
    filer.enqueue(report())
    clock.move(-YEAR)
    assert filer.stuck() == [filer.item(1)]
    with Worker(filer, transport=scripted.Service()) as worker:
        worker.drain()
    clock.move(86_400)
    file_all(filer, clock)
    assert filer.item(1).state is State.FILED


def test_a_refused_report_is_dropped_and_kept(filer: Filer, clock: SetClock) -> None:
    filer.enqueue(report())
    service = scripted.Service()
    service.plans[Call.SUBMIT].append(scripted.says(4100))
    with Worker(filer, transport=service) as worker:
        worker.drain()
    assert filer.needs_person()
    dropped = filer.drop(1, "filed anew")
    assert (dropped.state, filer.needs_person()) == (State.ENDED, False)
    assert dropped.preserve_until is not None
    with pytest.raises(ItemStateError):
        filer.retry(1)
    assert filer.book.sealed(1).working_key is None
    preserver = load_preserver(filer.folder / "preservation.private")
    assert open_item(filer, 1, "why", preserver).document
    file_all(filer, clock)
    assert filer.item(1).state is State.ENDED


def test_what_is_filed_is_not_tried_again(filer: Filer, clock: SetClock) -> None:
    filer.enqueue(report())
    assert filer.retry(1).state is State.QUEUED
    file_all(filer, clock)
    with pytest.raises(ItemStateError):
        filer.retry(1)


def test_a_report_is_stuck_after_an_hour(filer: Filer, clock: SetClock) -> None:
    filer.enqueue(report())
    clock.move(3_600)
    assert filer.stuck() == []
    clock.move(1)
    assert filer.stuck() == [filer.item(1)]
    file_all(filer, clock)
    assert filer.stuck() == []
