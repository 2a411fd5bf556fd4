"""The relay without any framework: a small table in memory, a real outbox on disk."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from tipline.codecs import report_json
from tipline.domain import report as r
from tipline.domain.problems import Problem
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import IncidentType
from tipline.filing import Filer, TestCredentials, TestEndpoint
from tipline.filing.errors import NotEnqueuedError, OutboxUnavailableError
from tipline.filing.outbox.states import Outcome, State
from tipline.filing.relay import (
    SourceUnavailableError,
    Unsettled,
    Waiting,
    keep_filing,
    noted,
    relay,
    row_document,
    settle,
)
from tipline.filing.surroundings import UntilStopped


def made(number: int, **changes: object) -> r.Report:
    report = r.Report(
        summary=r.Summary(
            incident_type=IncidentType.SEX_TRAFFICKING,
            incident_time=Timestamp("2026-01-31T13:45:00Z"),
        ),
        reporter=r.Reporter(person=r.Person(emails=(r.Email(address="desk@example.org"),))),
        additional_info=f"Synthetic narrative {number}.",
    )
    return msgspec.structs.replace(report, **changes)


@dataclass
class Row:
    document: bytes
    state: str = "waiting"
    item: int | None = None
    report_id: int | None = None
    problems: tuple[Problem, ...] = ()
    follows: tuple[str, ...] = ()


@dataclass
class Table:
    """A platform's table."""

    rows: dict[str, Row] = field(default_factory=dict)
    away: int = 0

    def add(self, key: str, document: bytes, follows: Sequence[str] = ()) -> None:
        self.rows[key] = Row(document, follows=tuple(follows))

    def waiting(self, limit: int) -> list[Waiting]:
        self._reach()
        found = [
            Waiting(key, row.document, row.follows)
            for key, row in self.rows.items()
            if row.state == "waiting"
        ]
        return found[:limit]

    def taken(self, key: str, item: int) -> None:
        self._reach()
        row = self.rows[key]
        row.state, row.item, row.document = "taken", item, b""

    def refused(self, key: str, problems: Sequence[Problem]) -> None:
        self.rows[key].state, self.rows[key].problems = "refused", tuple(problems)

    def filed(self, key: str, report_id: int) -> None:
        self.rows[key].state, self.rows[key].report_id = "filed", report_id

    def unsettled(self, after: str, limit: int) -> list[Unsettled]:
        found = [
            Unsettled(key, row.state == "refused")
            for key, row in sorted(self.rows.items())
            if key > after and row.item is not None and row.state != "filed"
        ]
        return found[:limit]

    def _reach(self) -> None:
        if self.away:
            self.away -= 1
            raise SourceUnavailableError


@pytest.fixture
def filer(tmp_path: Path) -> Iterator[Filer]:
    endpoint = TestEndpoint("http://127.0.0.1:9/ispws")  # nothing answers there
    with closing(Filer(tmp_path / "outbox", endpoint, TestCredentials("any", "any"))) as outbox:
        yield outbox


def test_rows_in_xml_and_in_json(filer: Filer) -> None:
    table = Table()
    table.add("one", row_document(made(1)).encode())
    table.add("two", report_json.encode_report(made(2)))
    assert relay(table, filer) == (2, 0)
    assert [row.state for row in table.rows.values()] == ["taken", "taken"]
    assert {item.key for item in filer.items()} == {"one", "two"}
    assert relay(table, filer) == (0, 0)


def test_more_rows_than_one_turn_takes(filer: Filer) -> None:
    table = Table()
    for number in range(101):
        table.add(f"{number:03}", row_document(made(number)).encode())
    first = relay(table, filer)
    assert (first, first.may_have_left) == ((100, 0), True)
    second = relay(table, filer)
    assert (second, second.may_have_left) == ((1, 0), False)
    assert settle(table, filer) == (0, 0, 0)


def test_a_bad_row_is_refused_and_the_others_go_on(filer: Filer) -> None:
    table = Table()
    future = r.Summary(
        incident_type=IncidentType.SEX_TRAFFICKING, incident_time=Timestamp("2036-01-31T13:45:00Z")
    )
    table.add("hostile", b"<!DOCTYPE report><report/>")
    table.add("unknown", b'{"secret_name": 1}')
    table.add("empty", b"")
    table.add("future", report_json.encode_report(made(1, summary=future)))
    table.add("good", row_document(made(2)).encode())
    assert relay(table, filer) == (1, 4)
    assert table.rows["good"].state == "taken"
    assert [problem.code for problem in table.rows["future"].problems] == ["not_past"]
    for key in ("hostile", "unknown", "empty"):
        row = table.rows[key]
        assert row.problems
        assert "secret_name" not in repr(noted(row.problems))


def test_a_key_that_another_report_has_is_refused(filer: Filer) -> None:
    filer.enqueue(made(1), key="case-17")
    table = Table()
    table.add("case-17", row_document(made(2)).encode())
    assert relay(table, filer) == (0, 1)
    assert [problem.code for problem in table.rows["case-17"].problems] == ["key_taken"]
    assert settle(table, filer) == (0, 0, 0)
    assert table.rows["case-17"].state == "refused"


def test_a_report_follows_one_that_is_taken_and_not_one_that_was_refused(filer: Filer) -> None:
    table = Table()
    table.add("first", row_document(made(1)).encode())
    table.add("bad", b"{")
    table.add("second", row_document(made(2)).encode(), ["first", "bad"])
    assert relay(table, filer) == (2, 1)
    item = filer.book.by_key("second")
    assert item is not None
    assert item.follows == (table.rows["first"].item,)


def test_what_became_of_items_comes_back(filer: Filer) -> None:
    table = Table()
    for key in ("filed", "refused", "open", "lost"):
        table.add(key, row_document(made(1)).encode())
    del table.rows["lost"]
    table.rows["lost"] = Row(b"", "taken", 77)
    relay(table, filer)
    bring(filer, "filed", State.FILED)
    bring(filer, "refused", State.REFUSED)
    assert settle(table, filer) == (1, 1, 1)
    assert table.rows["filed"].report_id == 4711
    assert table.rows["refused"].problems[0].code == "report_refused"
    assert [row.state for row in table.rows.values()] == ["filed", "refused", "taken", "taken"]
    assert settle(table, filer) == (0, 0, 1)


def test_a_table_that_is_away_is_waited_for(filer: Filer) -> None:
    table = Table(away=1)
    table.add("one", row_document(made(1)).encode())
    until = UntilStopped()

    class Watching(Table):
        def taken(self, key: str, item: int) -> None:
            super().taken(key, item)
            until.stop()

    watched = Watching(table.rows, away=1)
    thread = threading.Thread(target=keep_filing, args=(watched, filer, until))
    thread.start()
    thread.join(30)
    assert not thread.is_alive()
    assert watched.rows["one"].state == "taken"


def test_a_full_disk_leaves_rows_waiting(filer: Filer) -> None:
    table = Table()
    for number in range(100):
        table.add(f"{number:03}", row_document(made(number)).encode())
    ((pages,),) = filer.book._database.rows("PRAGMA page_count")
    filer.book._database.rows(f"PRAGMA max_page_count={pages + 8}")  # what a full disk answers
    with pytest.raises(OutboxUnavailableError):
        relay(table, filer)
    states = [row.state for row in table.rows.values()]
    assert {*states} == {"taken", "waiting"}
    filer.book._database.rows("PRAGMA max_page_count=100000")
    assert relay(table, filer) == (states.count("waiting"), 0)
    assert len([*filer.items()]) == 100


def test_what_is_wrong_is_said_before_a_row_is_written() -> None:
    with pytest.raises(NotEnqueuedError) as caught:
        row_document(made(1, summary=r.Summary()))
    assert "type_missing" in {problem.code for problem in caught.value.problems}


def test_nothing_prints_content() -> None:
    row = Waiting("one", row_document(made(1)).encode())
    assert repr(row) == "Waiting(key='one')"


def bring(filer: Filer, key: str, state: State) -> None:
    """Take an item where a service would have brought it."""
    now = 1_800_000_000_000_000
    steps = {
        State.FILED: (Outcome.BEGUN, Outcome.DONE, Outcome.BEGUN, Outcome.DONE),
        State.REFUSED: (Outcome.BEGUN, Outcome.REFUSED),
    }[state]
    for outcome in steps:
        item = filer.book.by_key(key)
        assert item is not None
        columns = {"report_id": 4711} if state is State.FILED else {}
        filer.book.move(item, outcome, now, columns=columns)
