"""What every database must do with operations, and what is seen afterwards."""

import json
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from tests.contracts.making import ACTOR, NOON, add_provider, apply, digest, received, report
from tipline.domain.audit.entry import entry_leaf
from tipline.domain.audit.tree import Frontier
from tipline.domain.desk import ReportPart
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.lifecycle import OPEN_FOR, State, Step
from tipline.domain.moments import to_microseconds
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


def move(number: int, provider: int, step: Step) -> ops.MoveReport:
    return ops.MoveReport(number=number, provider=provider, step=step)


def test_a_submitted_report_is_there_with_all_its_sightings() -> None:
    provider = add_provider()
    assert apply(ops.SubmitReport(report=report(11, provider, "a", "b"))) == [received(11)]
    row = READER.report(11)
    assert row is not None
    assert (row.provider, row.state, row.door, row.facts) == (
        provider,
        State.OPEN,
        "xml",
        0b100110,
    )
    assert (row.opened_at, row.finished_at) == (to_microseconds(NOON), None)
    sealed = READER.sealed(11)
    assert sealed is not None
    assert (sealed.key, sealed.body) == (b"key 11", b"body 11")
    assert sealed.parts == (b"sealed a", b"sealed b")
    assert READER.reports_sighting(digest("a")[:16], 10) == [11]
    assert READER.reports_sighting(digest("c")[:16], 10) == []


def test_what_is_not_there_is_none() -> None:
    assert READER.report(1) is None
    assert READER.sealed(1) is None
    assert READER.provider("nobody") is None
    assert READER.supplements(1) == []


def test_reports_with_one_identifier_come_newest_first() -> None:
    provider = add_provider()
    apply(*(ops.SubmitReport(report=report(number, provider, "a")) for number in (3, 1, 2)))
    assert READER.reports_sighting(digest("a")[:16], 2) == [3, 2]


@pytest.mark.parametrize(
    ("step", "state"), [(Step.FINISH, State.FINISHED), (Step.RETRACT, State.RETRACTED)]
)
def test_an_open_report_moves_once(step: Step, state: State) -> None:
    provider = add_provider()
    apply(ops.SubmitReport(report=report(11, provider)))
    assert apply(move(11, provider, step), after=LATER) == [ops.Done(number=11)]
    for again in Step:
        assert apply(move(11, provider, again), after=LATER) == [ops.WrongState(state=state)]
    row = READER.report(11)
    assert row is not None
    finished_at = to_microseconds(NOON + LATER) if state is State.FINISHED else None
    assert (row.state, row.finished_at) == (state, finished_at)
    assert actions() == ["provider.added", "report.submitted", f"report.{state.name.lower()}"]


def test_nobody_moves_what_is_not_theirs() -> None:
    mine, other = add_provider("mine"), add_provider("other")
    apply(ops.SubmitReport(report=report(11, mine)))
    assert apply(move(11, other, Step.FINISH)) == [ops.Unknown()]
    assert apply(move(12, mine, Step.FINISH)) == [ops.Unknown()]


def test_a_report_left_open_expires_to_the_microsecond() -> None:
    provider = add_provider()
    apply(*(ops.SubmitReport(report=report(number, provider)) for number in (11, 12)))
    just_before = OPEN_FOR - timedelta(microseconds=1)
    assert apply(ops.ExpireReports(), after=just_before) == [ops.Done(number=0)]
    assert apply(move(12, provider, Step.FINISH), after=just_before) == [ops.Done(number=12)]
    too_late = apply(move(11, provider, Step.FINISH), after=OPEN_FOR)
    assert too_late == [ops.WrongState(state=State.EXPIRED)]
    assert apply(ops.ExpireReports(), after=OPEN_FOR) == [ops.Done(number=1)]
    row = READER.report(11)
    assert row is not None
    assert row.state is State.EXPIRED
    assert actions()[-1] == "report.expired"


def test_a_supplement_belongs_to_its_report_and_moves_nowhere() -> None:
    provider = add_provider()
    apply(ops.SubmitReport(report=report(11, provider)))
    extra = report(12, provider, "a", state=State.FINISHED)
    supplement = ops.AddSupplement(to=11, provider=provider, report=extra)
    assert apply(supplement) == [received(12)]
    assert READER.supplements(11) == [12]
    row = READER.report(12)
    assert row is not None
    assert (row.supplements, row.digest) == (11, digest("12"))
    assert apply(move(12, provider, Step.RETRACT)) == [ops.Unknown()]
    unknown = ops.AddSupplement(to=99, provider=provider, report=report(13, provider))
    assert apply(unknown) == [ops.Unknown()]
    apply(move(11, provider, Step.RETRACT))
    late = ops.AddSupplement(to=11, provider=provider, report=report(14, provider))
    assert apply(late) == [ops.WrongState(state=State.RETRACTED)]


def test_numbers_never_come_twice() -> None:
    (first,) = apply(ops.ReserveNumbers(count=10))
    (second,) = apply(ops.ReserveNumbers(count=1))
    assert isinstance(first, ops.Done)
    assert second == ops.Done(number=first.number + 10)


def test_providers_are_added_once_and_disabled_once() -> None:
    number = add_provider("p-1", is_test=True)
    taken = ops.AddProvider(name="Other", username="p-1", secret=b"", is_test=False)
    assert apply(taken) == [ops.Taken()]
    row = READER.provider("p-1")
    assert row is not None
    assert (row.id, row.name, row.is_test, row.disabled) == (number, "Example Chat", True, False)
    assert row.secret == digest("p-1")
    disable = ops.DisableProvider(username="p-1")
    assert apply(disable) == [ops.Done(number=number)]
    assert apply(disable) == [ops.Unknown()]
    assert apply(ops.DisableProvider(username="nobody")) == [ops.Unknown()]
    assert [known.disabled for known in READER.providers()] == [True]
    assert actions() == ["provider.added", "provider.disabled"]


def test_the_same_key_and_body_give_the_same_result_for_a_day() -> None:
    provider = add_provider()
    key = ops.KeyUse(provider=provider, key=digest("key"), body=digest("body"))
    first = ops.SubmitReport(report=report(11, provider))
    again = ops.SubmitReport(report=report(12, provider))
    assert apply(first, again, key=key) == [received(11), received(11)]
    assert apply(again, key=key, after=LATER) == [received(11)]
    assert READER.report(12) is None
    noon = to_microseconds(NOON)
    assert READER.body_of_key(provider, digest("key"), noon - 1) == digest("body")
    assert READER.body_of_key(provider, digest("key"), noon) is None
    assert READER.body_of_key(provider + 1, digest("key"), 0) is None
    other_body = ops.KeyUse(provider=provider, key=digest("key"), body=digest("other"))
    assert apply(again, key=other_body) == [ops.KeyConflict()]
    other_provider = ops.KeyUse(
        provider=add_provider("p-2"), key=digest("key"), body=digest("other")
    )
    assert apply(again, key=other_provider) == [received(12)]
    after_a_day = ops.SubmitReport(report=report(13, provider))
    assert apply(after_a_day, key=other_body, after=OPEN_FOR) == [received(13, OPEN_FOR)]
    assert apply(ops.ForgetKeys(), after=OPEN_FOR) == [ops.Done(number=1)]


def test_of_two_in_one_batch_with_the_same_key_one_is_stored() -> None:
    provider = add_provider()
    key = ops.KeyUse(provider=provider, key=digest("key"), body=digest("body"))
    other = ops.KeyUse(provider=provider, key=digest("other key"), body=digest("body"))
    wrong = ops.KeyUse(provider=provider, key=digest("key"), body=digest("other body"))
    requests = [
        ops.Request(operation=ops.SubmitReport(report=report(number, provider, "a")), actor=ACTOR)
        for number in (11, 12, 13, 14, 15)
    ]
    keyed = [
        msgspec.structs.replace(one, key=its)
        for one, its in zip(requests, (key, key, wrong, other, None), strict=True)
    ]
    assert apply_batch(keyed, NOON) == [
        received(11),
        received(11),
        ops.KeyConflict(),
        received(14),
        received(15),
    ]
    assert [number for number in range(11, 16) if READER.report(number)] == [11, 14, 15]
    assert apply_batch(keyed[3:4], NOON) == [received(14)]


def test_one_that_fails_takes_nothing_with_it() -> None:
    provider = add_provider()
    good, same, other = (ops.SubmitReport(report=report(n, provider, "a")) for n in (11, 11, 12))
    outcomes = apply(good, same, other)
    assert outcomes[0] == received(11)
    assert isinstance(outcomes[1], StoreUnavailableError)
    assert outcomes[2] == received(12)
    assert READER.reports_sighting(digest("a")[:16], 10) == [12, 11]
    assert actions() == ["provider.added", "report.submitted", "report.submitted"]


def test_an_urgent_report_leaves_an_alert_to_send_unless_it_is_a_test() -> None:
    provider = add_provider()
    apply(
        ops.SubmitReport(report=report(11, provider, urgent=True)),
        ops.SubmitReport(report=report(12, provider, urgent=True, is_test=True)),
        ops.SubmitReport(report=report(13, provider)),
    )
    found = queries.raw_connection().execute("SELECT kind, subject FROM outbox_item").fetchall()
    assert [tuple(row) for row in found] == [("urgent_alert", "report:11")]


def test_an_operation_no_database_can_hold_harms_no_other() -> None:
    provider = add_provider()
    outcomes = apply(
        ops.SubmitReport(report=report(11, provider)),
        ops.ReadReport(number=2**63, user=1, part=ReportPart.FACTS),
        ops.SubmitReport(report=report(2**63, provider)),
        ops.SubmitReport(report=report(12, provider)),
    )
    assert (outcomes[0], outcomes[3]) == (received(11), received(12))
    assert isinstance(outcomes[1], StoreUnavailableError | ops.Unknown)
    assert isinstance(outcomes[2], StoreUnavailableError)
    assert actions() == ["provider.added", "report.submitted", "report.submitted"]


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
