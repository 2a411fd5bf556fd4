"""What every database must do with imports and listings: nothing twice, nothing mixed up."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.contracts.making import NOON, add_provider, apply, report
from tests.contracts.test_desk import add_user
from tipline.codecs import report_json
from tipline.domain.desk import URGENT, CloseReason, Shelf
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.lifecycle import OPEN_FOR, State
from tipline.domain.moments import to_microseconds
from tipline.domain.problems import Problem
from tipline.gateways.blind_index import HmacBlindIndex
from tipline.gateways.sealing import HpkeSealer
from tipline.ports import operations as ops
from tipline.ports.reports import Lies, Wanted
from tipline.services.make_demo import make_demo
from tipline.services.stored.cut_documents import Piece, cut_documents
from tipline.services.stored.import_documents import BATCH, Importer, Origin, Yard
from tipline.services.stored.list_reports import list_reports
from tipline.stores.desk.reading import DatabaseDeskReader
from tipline.stores.reading import DatabaseReader
from tipline.stores.reports.ledger import DatabaseLedger
from tipline.stores.reports.listing import DatabaseListing
from tipline.stores.writer.batches import DirectBatches

pytestmark = pytest.mark.usefixtures("store")

NOW = to_microseconds(NOON)
LISTING = DatabaseListing()
MINUTE = timedelta(minutes=1)
LINES = [report_json.encode_report(one) for one in make_demo(300, NOON)]
NOBODYS = Origin(provider=None, is_test=False, actor="service:import")


class Noon:
    def now(self) -> datetime:
        return NOON.astimezone(UTC)


class Breaking:
    """Applies batches; the answers to some are lost, or they are never applied."""

    def __init__(self, *, lost: Collection[int] = (), refused: Collection[int] = ()) -> None:
        self._direct = DirectBatches(Noon())
        self._lost, self._refused = lost, refused
        self.calls = 0
        self.waited: list[float] = []

    def write_all(self, requests: Sequence[ops.Request]) -> list[ops.AnyResult]:
        self.calls += 1
        if self.calls in self._refused:
            raise StoreUnavailableError
        results = self._direct.write_all(requests)
        if self.calls in self._lost:
            raise StoreUnavailableError
        return results

    def close(self) -> None:
        self._direct.close()


def yard(writer: Breaking) -> Yard:
    return Yard(
        writer=lambda: writer,
        ledger=DatabaseLedger(),
        sealer=HpkeSealer(X25519PrivateKey.generate().public_key()),
        index=HmacBlindIndex(bytes(32)),
        documents=HmacBlindIndex(bytes(32)),
        clock=Noon(),
        pause=writer.waited.append,
    )


def bring(
    data: bytes,
    *,
    origin: Origin = NOBODYS,
    writer: Breaking | None = None,
    dry_run: bool = False,
) -> tuple[tuple[int, int, int], list[tuple[int, tuple[str, ...]]]]:
    """Import and return the counts, and line and codes of what was refused."""
    refused: list[tuple[int, tuple[str, ...]]] = []

    def refuse(piece: Piece, problems: tuple[Problem, ...]) -> None:
        refused.append((piece.line, tuple(one.code for one in problems)))

    importer = Importer(origin, yard(writer or Breaking()), dry_run=dry_run)
    try:
        importer.take_file(cut_documents(BytesIO(data), by_lines=True), refuse)
        importer.finish()
    finally:
        importer.close()
    counts = importer.counts
    return (counts.imported, counts.known, counts.refused), refused


def numbers(wanted: Wanted, limit: int | None = None, now: int = NOW) -> list[int]:
    return [one.number for one in list_reports(wanted, limit, LISTING, now)]


def test_the_same_lines_are_imported_once_however_often_they_are_brought() -> None:
    data = b"\n".join(LINES)
    assert bring(data)[0] == (300, 0, 0)
    assert bring(data)[0] == (0, 300, 0)
    assert bring(b"\n".join(reversed(LINES)))[0] == (0, 300, 0)
    assert len(numbers(Wanted())) == 300
    row = DatabaseReader().report(numbers(Wanted())[0])
    assert row is not None
    assert (row.door, row.state, row.provider) == ("import", State.FINISHED, None)
    assert sum(DatabaseDeskReader().counts().values()) == 300


def test_equal_lines_of_one_file_are_reports_of_their_own_once() -> None:
    data = b"\n".join([LINES[0]] * 3)
    assert bring(data)[0] == (3, 0, 0)
    assert bring(data)[0] == (0, 3, 0)
    assert bring(b"\n".join([LINES[0]] * 4))[0] == (1, 3, 0)


def test_a_run_that_was_broken_off_is_finished_by_the_next() -> None:
    writer = Breaking(refused=set(range(3, 100)))
    with pytest.raises(StoreUnavailableError):
        bring(b"\n".join(LINES), writer=writer)
    assert writer.waited == sorted(writer.waited)
    assert len(numbers(Wanted())) == BATCH
    assert bring(b"\n".join(LINES))[0] == (300 - BATCH, BATCH, 0)
    assert len(numbers(Wanted())) == 300


def test_a_lost_answer_doubles_nothing_and_counts_as_imported() -> None:
    writer = Breaking(lost={2, 4})
    assert bring(b"\n".join(LINES), writer=writer)[0] == (300, 0, 0)
    assert len(numbers(Wanted())) == 300


def test_what_is_refused_is_told_with_its_line_and_stored_nowhere() -> None:
    data = b"\n".join([LINES[0], b"garbage", b'{"a":1}', LINES[1]])
    counts, refused = bring(data)
    assert counts == (2, 0, 2)
    assert [line for line, _ in refused] == [2, 3]
    assert "unknown_field" in refused[1][1]
    assert bring(data) == ((0, 2, 2), refused)


def test_a_dry_run_stores_nothing() -> None:
    assert bring(LINES[0] + b"\nx", dry_run=True)[0] == (1, 0, 1)
    assert numbers(Wanted()) == []


def test_answers_of_a_public_reporter_come_from_no_service() -> None:
    example = Path(__file__).parents[2] / "examples" / "public.json"
    public = report_json.encode_report(report_json.decode_report(example.read_bytes()))
    provider = Origin(provider=add_provider(), is_test=False, actor="service:import")
    counts, refused = bring(public, origin=provider)
    assert counts == (0, 0, 1)
    assert refused[0][1][0] == "public_refused"
    assert bring(public)[0] == (1, 0, 0)


def test_whose_reports_they_are_tells_equal_documents_apart() -> None:
    provider = add_provider()
    theirs = Origin(provider=provider, is_test=False, actor="service:import")
    tests = Origin(provider=None, is_test=True, actor="service:import")
    for origin in (NOBODYS, theirs, tests):
        assert bring(LINES[0], origin=origin)[0] == (1, 0, 0)
    assert len(numbers(Wanted())) == 2
    assert len(numbers(Wanted(provider=provider))) == 1
    assert len(numbers(Wanted(is_test=True))) == LISTING.tests() == 1


def test_listings_are_newest_first_and_each_choice_holds() -> None:
    provider, ada = add_provider(), add_user("ada")
    kinds = {
        11: report(11, provider),
        12: report(12, provider, state=State.FINISHED, urgent=True),
        13: report(13, None, state=State.FINISHED),
        14: report(14, None, state=State.FINISHED, is_test=True),
        15: report(15, None, state=State.FINISHED),
    }
    for minute, one in enumerate(kinds.values()):
        apply(ops.SubmitReport(report=one), after=minute * MINUTE)
    apply(
        ops.ClaimReport(number=13, user=ada),
        ops.CloseReport(number=15, user=ada, reason=CloseReason.SPAM),
    )
    extra = report(16, provider, state=State.FINISHED)
    apply(ops.AddSupplement(to=11, provider=provider, report=extra))
    assert numbers(Wanted()) == [15, 13, 12, 11]
    assert numbers(Wanted(is_test=True)) == [14]
    assert numbers(Wanted(), limit=2) == [15, 13]
    assert numbers(Wanted(provider=provider)) == [12, 11]
    assert numbers(Wanted(urgent=True)) == [12]
    assert numbers(Wanted(urgent=False)) == [15, 13, 11]
    assert numbers(Wanted(since=NOW + 60_000_000)) == [15, 13, 12]
    assert numbers(Wanted(lies=Lies.WAITING)) == [13, 12]
    assert numbers(Wanted(lies=Lies.UNREAD)) == [13, 12]
    assert numbers(Wanted(lies=Lies.READ)) == []
    assert numbers(Wanted(lies=Lies.CLOSED)) == [15]
    assert numbers(Wanted(state=State.FINISHED)) == [15, 13, 12]
    assert numbers(Wanted(state=State.OPEN)) == [11]
    later = NOW + 10**6 * int(OPEN_FOR.total_seconds())
    assert numbers(Wanted(state=State.OPEN), now=later) == []
    assert numbers(Wanted(state=State.EXPIRED), now=later) == [11]
    row = LISTING.row(13, NOW)
    assert row is not None
    assert (row.shelf, row.holder) == (Shelf.UNREAD, "ada")
    assert LISTING.row(16, NOW) is None
    assert LISTING.row(99, NOW) is None


def test_urgent_facts_added_later_make_a_report_urgent_in_the_listing() -> None:
    provider = add_provider()
    apply(ops.SubmitReport(report=report(11, provider, state=State.FINISHED)))
    extra = report(12, provider, state=State.FINISHED, urgent=True)
    apply(ops.AddSupplement(to=11, provider=provider, report=extra))
    assert numbers(Wanted(urgent=True)) == [11]
    item = DatabaseDeskReader().item(11)
    assert item is not None
    assert item.rank == URGENT


def test_pages_join_without_gaps_even_within_one_moment() -> None:
    apply(*(ops.SubmitReport(report=report(n, None)) for n in range(1, 1_203)))
    assert numbers(Wanted()) == list(range(1_202, 0, -1))
    assert numbers(Wanted(), limit=1_001) == list(range(1_202, 201, -1))
