"""A copy of the store as a stream, taken from every database and loaded into every database."""

from collections.abc import Iterator

import msgspec
import pytest

from tests import stores
from tests.contracts.making import add_provider, apply, digest, report
from tests.contracts.public.making import (
    TALKS,
    VISITS,
    ask,
    draft_id,
    facts,
    note,
    save,
    send,
)
from tests.contracts.referring import (
    DELIVERIES,
    REFERRALS,
    REFERRED,
    a_released,
    answer,
    take,
)
from tests.contracts.test_desk import add_user
from tipline.domain.audit.tree import Frontier
from tipline.domain.desk import ContactReason
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.audit_log import read_head
from tipline.stores.portable import (
    StoreNotEmptyError,
    StreamBrokenError,
    dump_store,
    load_store,
)
from tipline.stores.reading import DatabaseReader

READER = DatabaseReader()


def quiet(_done: int, _all: int) -> None:
    return None


def copied() -> bytes:
    stream = bytearray()
    dump_store(stream.extend, quiet)
    return bytes(stream)


def cut(stream: bytes, size: int = 1_000) -> Iterator[bytes]:
    for start in range(0, len(stream), size):
        yield stream[start : start + size]


def emptied() -> None:
    stores.empty()


@pytest.fixture
def filled(store: str) -> str:
    provider = add_provider()
    names = [str(number) for number in range(5)]
    reports = [report(number, provider, *names, urgent=True) for number in range(1, 40)]
    apply(*(ops.SubmitReport(report=one) for one in reports))
    return store


def test_a_copy_has_everything_and_progress_reaches_the_end(filled: str) -> None:
    seen: list[tuple[int, int]] = []
    stream = bytearray()
    dump_store(stream.extend, lambda done, all_rows: seen.append((done, all_rows)))
    assert seen[-1][0] == seen[-1][1] > 200
    head = read_head()
    emptied()
    assert load_store(cut(bytes(stream), 7), quiet) == head.size
    assert read_head() == head
    assert READER.reports_sighting(digest("3")[:16], 100) == list(range(39, 0, -1))
    sealed = READER.sealed(7)
    assert sealed is not None
    assert sealed.parts[0] == b"sealed 0"
    known = {provider.id for provider in READER.providers()}
    assert add_provider("another") not in known
    assert filled


@pytest.mark.usefixtures("databases")
@pytest.mark.parametrize(
    ("source", "target"), [("sqlite", "postgresql"), ("postgresql", "sqlite")]
)
def test_a_copy_moves_from_one_database_to_the_other(source: str, target: str) -> None:
    with queries.on_database(source):
        provider = add_provider()
        apply(ops.SubmitReport(report=report(1, provider, "a")))
        stream, head = copied(), read_head()
        emptied()
    with queries.on_database(target):
        load_store(cut(stream), quiet)
        assert read_head() == head
        row = READER.report(1)
        assert row is not None
        assert READER.reports_sighting(digest("a")[:16], 9) == [1]
        emptied()


@pytest.mark.usefixtures("databases")
@pytest.mark.parametrize(
    ("source", "target"), [("sqlite", "postgresql"), ("postgresql", "sqlite")]
)
def test_ways_back_and_contact_move_too(source: str, target: str) -> None:
    with queries.on_database(source):
        users = [add_user(name) for name in ("ada", "ben")]
        send("a", 11, note("contact"))
        apply(save("b", text="sealed"), ask(11, 20), facts("a", 12))
        reason = ContactReason.DANGER
        (asked,) = apply(ops.RequestContact(report=11, user=users[0], reason=reason))
        assert isinstance(asked, ops.Done)
        apply(ops.DecideContact(request=asked.number, user=users[1], approve=True))
        before = seen()
        stream = copied()
        emptied()
    with queries.on_database(target):
        load_store(cut(stream), quiet)
        assert seen() == before
        (again,) = apply(ops.RequestContact(report=11, user=users[1], reason=reason))
        assert isinstance(again, ops.Done)
        assert again.number > asked.number
        emptied()


@pytest.mark.usefixtures("databases")
@pytest.mark.parametrize(
    ("source", "target"), [("sqlite", "postgresql"), ("postgresql", "sqlite")]
)
def test_referrals_move_too(source: str, target: str) -> None:
    with queries.on_database(source):
        referral, _ = a_released()
        apply(answer(referral))
        before = referred(referral)
        stream = copied()
        emptied()
    with queries.on_database(target):
        load_store(cut(stream), quiet)
        assert referred(referral) == before
        assert take() == ()
        emptied()


def referred(number: int) -> list[object]:
    return [
        REFERRALS.referral(number),
        REFERRALS.versions(number),
        REFERRALS.reports_of(number, 1),
        REFERRALS.package(number, 1),
        DELIVERIES.ciphertext(number, 1),
        REFERRALS.answers(number),
        REFERRED.came(11),
    ]


def seen() -> list[object]:
    return [
        VISITS.draft(draft_id("b")),
        TALKS.thread_of(11),
        TALKS.contact(11),
        TALKS.contact_requests(11),
    ]


def test_a_copy_from_before_reports_had_marks_is_taken(filled: str) -> None:
    older = without(copied(), "report", "marks")
    emptied()
    load_store(cut(older), quiet)
    row = READER.report(7)
    assert row is not None
    found = queries.raw_connection().execute("SELECT DISTINCT marks FROM report").fetchall()
    assert [tuple(row) for row in found] == [(0,)]
    assert filled


def test_a_copy_without_what_nobody_can_fill_in_is_not_taken(filled: str) -> None:
    other = without(copied(), "report", "facts")
    emptied()
    with pytest.raises(StreamBrokenError, match="another version"):
        load_store(cut(other), quiet)
    assert READER.report(7) is None
    assert filled


def without(stream: bytes, table: str, column: str) -> bytes:
    """Return a copy as a version made it that did not know a column yet."""
    blocks = bytearray()
    while stream:
        end = 8 + int.from_bytes(stream[:8], "big")
        block = msgspec.msgpack.decode(stream[8:end])
        stream = stream[end:]
        if block.get("table") == table:
            place = block["columns"].index(column)
            for row in (block["columns"], *block["rows"]):
                del row[place]
        data = msgspec.msgpack.encode(block)
        blocks += len(data).to_bytes(8, "big") + data
    return bytes(blocks)


def test_a_store_with_anything_in_it_is_left_alone(filled: str) -> None:
    stream, head = copied(), read_head()
    with pytest.raises(StoreNotEmptyError):
        load_store(cut(stream), quiet)
    assert read_head() == head
    assert filled


@pytest.mark.parametrize("damage", ["cut", "short", "empty", "swapped"])
def test_a_damaged_copy_leaves_nothing_behind(filled: str, damage: str) -> None:
    stream = copied()
    emptied()
    length = int.from_bytes(stream[:8], "big") + 8
    broken = {
        "cut": stream[:-5],
        "short": stream[:length],
        "empty": b"",
        "swapped": stream.replace(b"report.submitted", b"report.retracted", 1),
    }[damage]
    with pytest.raises(StreamBrokenError):
        load_store(cut(broken), quiet)
    assert read_head() == Frontier()
    assert READER.report(1) is None
    assert filled
