"""What every database must do with operations, and what is seen afterwards."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.contracts.intake import IntakeContract, Stored, move
from tests.contracts.making import add_provider, apply, digest, report
from tipline.domain.audit.entry import entry_leaf
from tipline.domain.audit.tree import Frontier
from tipline.domain.lifecycle import Step
from tipline.ports import operations as ops
from tipline.services.prove_audit import verify_log
from tipline.stores import queries
from tipline.stores.apply import apply_batch
from tipline.stores.audit_log import DatabaseTrail, read_head
from tipline.stores.reading import DatabaseReader

pytestmark = pytest.mark.usefixtures("store")

READER = DatabaseReader()
LATER = timedelta(minutes=5)


def lines() -> list[bytes]:
    return [bytes(line) for _, line in queries.rows("audit_lines", 0, 1_000)]


def actions() -> list[str]:
    return [json.loads(line)["action"] for line in lines()]


class TestIntake(IntakeContract):
    """What comes through the provider door, on real databases."""

    @pytest.fixture
    def stored(self) -> Stored:
        return Stored(apply_batch, READER, actions)


def test_an_urgent_report_leaves_an_alert_to_send_unless_it_is_a_test() -> None:
    provider = add_provider()
    apply(
        ops.SubmitReport(report=report(11, provider, urgent=True)),
        ops.SubmitReport(report=report(12, provider, urgent=True, is_test=True)),
        ops.SubmitReport(report=report(13, provider)),
    )
    found = queries.raw_connection().execute("SELECT kind, subject FROM outbox_item").fetchall()
    assert [tuple(row) for row in found] == [("urgent_alert", "report:11")]


def test_entries_beyond_the_head_and_under_other_subjects_are_seen() -> None:
    trail = DatabaseTrail()
    assert trail.is_in_order()
    provider = add_provider()
    apply(*(ops.SubmitReport(report=report(number, provider)) for number in (11, 12)))
    assert trail.is_in_order()
    assert verify_log(trail).whole
    queries.raw_connection().execute(
        "UPDATE audit_entry SET subject = 'report:12' WHERE subject = 'report:11'"
    )
    assert not trail.is_in_order()
    assert not verify_log(trail).whole
    queries.raw_connection().execute(
        "UPDATE audit_entry SET subject = 'report:11' WHERE number = 1"
    )
    assert verify_log(trail).whole
    queries.run_many("insert_entry", [(3, "report:13", b'{"subject":"report:13"}')])
    assert not verify_log(trail).whole


def test_what_comes_after_the_head_was_read_does_not_trouble_the_verifier() -> None:
    provider = add_provider()
    apply(*(ops.SubmitReport(report=report(number, provider)) for number in (11, 12)))
    head = DatabaseTrail().head()
    apply(ops.SubmitReport(report=report(13, provider)))
    assert len([*DatabaseTrail().lines(end=head.size)]) == head.size
    grown = Growing(lambda: apply(ops.SubmitReport(report=report(14, provider))))
    assert verify_log(grown).whole
    assert grown.has_grown


class Growing(DatabaseTrail):
    """A log to which an entry is added right after its head was read."""

    def __init__(self, grow: Callable[[], object]) -> None:
        self._grow = grow
        self.has_grown = False

    def head(self) -> Frontier:
        found = super().head()
        if not self.has_grown:
            self.has_grown = True
            self._grow()
        return found


def test_the_audit_head_is_the_tree_over_all_lines_without_gaps() -> None:
    provider = add_provider()
    for number in range(1, 8):
        apply(ops.SubmitReport(report=report(number, provider)))
    apply(*(move(number, provider, Step.FINISH) for number in range(1, 8)))
    stored = lines()
    assert [json.loads(line)["number"] for line in stored] == list(range(15))
    assert read_head() == Frontier().appended(entry_leaf(line) for line in stored)
    last = json.loads(stored[-1])
    assert last == {
        "number": 14,
        "at": "2026-11-22T12:00:00Z",
        "actor": "provider:1",
        "action": "report.finished",
        "subject": "report:7",
    }
    submitted = json.loads(stored[1])
    assert submitted["digest"] == digest("1").hex()
