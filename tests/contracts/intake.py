"""One suite for every store that a provider door can stand on: the real one, and the sandbox's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
import pytest

from tests.contracts.making import ACTOR, NOON, digest, received, report
from tipline.domain.desk import ReportPart
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.lifecycle import OPEN_FOR, State, Step
from tipline.domain.moments import to_microseconds
from tipline.ports import operations as ops
from tipline.ports.stores import Reader, ReportRow

LATER = timedelta(minutes=5)

Outcome = ops.AnyResult | StoreUnavailableError
Batch = Callable[[Sequence[ops.Request], datetime], list[Outcome]]


@dataclass
class Stored:
    """A store: how many operations are applied at once, how it is read, what its log says."""

    batch: Batch
    reader: Reader
    actions: Callable[[], list[str]] | None = None

    def apply(
        self,
        *operations: ops.AnyOperation,
        after: timedelta = timedelta(0),
        key: ops.KeyUse | None = None,
    ) -> list[Outcome]:
        """Apply operations at noon, or later."""
        requests = [ops.Request(operation=one, actor=ACTOR, key=key) for one in operations]
        return self.batch(requests, NOON + after)

    def add_provider(self, username: str = "p-1", *, is_test: bool = False) -> int:
        """Let one more provider in; its number."""
        operation = ops.AddProvider(
            name="Example Chat", username=username, secret=digest(username), is_test=is_test
        )
        (result,) = self.apply(operation)
        assert isinstance(result, ops.Done)
        return result.number

    def row(self, number: int) -> ReportRow:
        """Return what is stored of a report."""
        row = self.reader.report(number)
        assert row is not None
        return row

    def check_actions(self, *expected: str) -> None:
        """Compare the audit log, where there is one."""
        if self.actions is not None:
            assert self.actions() == [*expected]


def move(number: int, provider: int, step: Step) -> ops.MoveReport:
    return ops.MoveReport(number=number, provider=provider, step=step)


class IntakeContract:
    """What must come of operations; whoever inherits has a fixture `stored` with its store."""

    def test_a_submitted_report_is_there_with_all_its_sightings(self, stored: Stored) -> None:
        provider = stored.add_provider()
        submitted = stored.apply(ops.SubmitReport(report=report(11, provider, "a", "b")))
        assert submitted == [received(11)]
        row = stored.row(11)
        assert (row.provider, row.state, row.door, row.facts) == (
            provider,
            State.OPEN,
            "xml",
            0b100110,
        )
        assert (row.opened_at, row.finished_at) == (to_microseconds(NOON), None)
        sealed = stored.reader.sealed(11)
        assert sealed is not None
        assert (sealed.key, sealed.body) == (b"key 11", b"body 11")
        assert sealed.parts == (b"sealed a", b"sealed b")
        assert stored.reader.reports_sighting(digest("a")[:16], 10) == [11]
        assert stored.reader.reports_sighting(digest("c")[:16], 10) == []

    def test_what_is_not_there_is_none(self, stored: Stored) -> None:
        assert stored.reader.report(1) is None
        assert stored.reader.sealed(1) is None
        assert stored.reader.provider("nobody") is None
        assert stored.reader.supplements(1) == []

    def test_reports_with_one_identifier_come_newest_first(self, stored: Stored) -> None:
        provider = stored.add_provider()
        stored.apply(
            *(ops.SubmitReport(report=report(number, provider, "a")) for number in (3, 1, 2))
        )
        assert stored.reader.reports_sighting(digest("a")[:16], 2) == [3, 2]
        stored.apply(move(3, provider, Step.RETRACT))
        assert stored.reader.reports_sighting(digest("a")[:16], 2) == [2, 1]

    @pytest.mark.parametrize(
        ("step", "state"), [(Step.FINISH, State.FINISHED), (Step.RETRACT, State.RETRACTED)]
    )
    def test_an_open_report_moves_once(self, stored: Stored, step: Step, state: State) -> None:
        provider = stored.add_provider()
        stored.apply(ops.SubmitReport(report=report(11, provider)))
        assert stored.apply(move(11, provider, step), after=LATER) == [ops.Done(number=11)]
        for again in Step:
            moved = stored.apply(move(11, provider, again), after=LATER)
            assert moved == [ops.WrongState(state=state)]
        row = stored.row(11)
        finished_at = to_microseconds(NOON + LATER) if state is State.FINISHED else None
        assert (row.state, row.finished_at) == (state, finished_at)
        moved_to = f"report.{state.name.lower()}"
        stored.check_actions("provider.added", "report.submitted", moved_to)

    def test_nobody_moves_what_is_not_theirs(self, stored: Stored) -> None:
        mine, other = stored.add_provider("mine"), stored.add_provider("other")
        stored.apply(ops.SubmitReport(report=report(11, mine)))
        assert stored.apply(move(11, other, Step.FINISH)) == [ops.Unknown()]
        assert stored.apply(move(12, mine, Step.FINISH)) == [ops.Unknown()]

    def test_a_report_left_open_expires_to_the_microsecond(self, stored: Stored) -> None:
        provider = stored.add_provider()
        stored.apply(*(ops.SubmitReport(report=report(number, provider)) for number in (11, 12)))
        just_before = OPEN_FOR - timedelta(microseconds=1)
        assert stored.apply(ops.ExpireReports(), after=just_before) == [ops.Done(number=0)]
        finished = stored.apply(move(12, provider, Step.FINISH), after=just_before)
        assert finished == [ops.Done(number=12)]
        too_late = stored.apply(move(11, provider, Step.FINISH), after=OPEN_FOR)
        assert too_late == [ops.WrongState(state=State.EXPIRED)]
        assert stored.apply(ops.ExpireReports(), after=OPEN_FOR) == [ops.Done(number=1)]
        assert stored.row(11).state is State.EXPIRED
        added = ("provider.added", "report.submitted", "report.submitted")
        stored.check_actions(*added, "report.finished", "report.expired")

    def test_a_supplement_belongs_to_its_report_and_moves_nowhere(self, stored: Stored) -> None:
        provider = stored.add_provider()
        stored.apply(ops.SubmitReport(report=report(11, provider)))
        extra = report(12, provider, "a", state=State.FINISHED)
        supplement = ops.AddSupplement(to=11, provider=provider, report=extra)
        assert stored.apply(supplement) == [received(12)]
        assert stored.reader.supplements(11) == [12]
        assert stored.reader.reports_sighting(digest("a")[:16], 10) == [11]
        row = stored.row(12)
        assert (row.supplements, row.digest) == (11, digest("12"))
        assert stored.apply(move(12, provider, Step.RETRACT)) == [ops.Unknown()]
        unknown = ops.AddSupplement(to=99, provider=provider, report=report(13, provider))
        assert stored.apply(unknown) == [ops.Unknown()]
        stored.apply(move(11, provider, Step.RETRACT))
        late = ops.AddSupplement(to=11, provider=provider, report=report(14, provider))
        assert stored.apply(late) == [ops.WrongState(state=State.RETRACTED)]

    def test_numbers_never_come_twice(self, stored: Stored) -> None:
        (first,) = stored.apply(ops.ReserveNumbers(count=10))
        (second,) = stored.apply(ops.ReserveNumbers(count=1))
        assert isinstance(first, ops.Done)
        assert second == ops.Done(number=first.number + 10)

    def test_providers_are_added_once_and_disabled_once(self, stored: Stored) -> None:
        number = stored.add_provider("p-1", is_test=True)
        taken = ops.AddProvider(name="Other", username="p-1", secret=b"", is_test=False)
        assert stored.apply(taken) == [ops.Taken()]
        row = stored.reader.provider("p-1")
        assert row is not None
        assert (row.id, row.name, row.is_test, row.disabled) == (
            number,
            "Example Chat",
            True,
            False,
        )
        assert row.secret == digest("p-1")
        disable = ops.DisableProvider(username="p-1")
        assert stored.apply(disable) == [ops.Done(number=number)]
        assert stored.apply(disable) == [ops.Unknown()]
        assert stored.apply(ops.DisableProvider(username="nobody")) == [ops.Unknown()]
        assert [known.disabled for known in stored.reader.providers()] == [True]
        stored.check_actions("provider.added", "provider.disabled")

    def test_the_same_key_and_body_give_the_same_result_for_a_day(self, stored: Stored) -> None:
        provider = stored.add_provider()
        key = ops.KeyUse(provider=provider, key=digest("key"), body=digest("body"))
        first = ops.SubmitReport(report=report(11, provider))
        again = ops.SubmitReport(report=report(12, provider))
        assert stored.apply(first, again, key=key) == [received(11), received(11)]
        assert stored.apply(again, key=key, after=LATER) == [received(11)]
        assert stored.reader.report(12) is None
        noon, reader = to_microseconds(NOON), stored.reader
        assert reader.body_of_key(provider, digest("key"), noon - 1) == digest("body")
        assert reader.body_of_key(provider, digest("key"), noon) is None
        assert reader.body_of_key(provider + 1, digest("key"), 0) is None
        other_body = ops.KeyUse(provider=provider, key=digest("key"), body=digest("other"))
        assert stored.apply(again, key=other_body) == [ops.KeyConflict()]
        other_provider = ops.KeyUse(
            provider=stored.add_provider("p-2"), key=digest("key"), body=digest("other")
        )
        assert stored.apply(again, key=other_provider) == [received(12)]
        after_a_day = ops.SubmitReport(report=report(13, provider))
        stored_anew = stored.apply(after_a_day, key=other_body, after=OPEN_FOR)
        assert stored_anew == [received(13, OPEN_FOR)]
        assert stored.apply(ops.ForgetKeys(), after=OPEN_FOR) == [ops.Done(number=1)]

    def test_of_two_in_one_batch_with_the_same_key_one_is_stored(self, stored: Stored) -> None:
        provider = stored.add_provider()
        key = ops.KeyUse(provider=provider, key=digest("key"), body=digest("body"))
        other = ops.KeyUse(provider=provider, key=digest("other key"), body=digest("body"))
        wrong = ops.KeyUse(provider=provider, key=digest("key"), body=digest("other body"))
        requests = [
            ops.Request(
                operation=ops.SubmitReport(report=report(number, provider, "a")), actor=ACTOR
            )
            for number in (11, 12, 13, 14, 15)
        ]
        keyed = [
            msgspec.structs.replace(one, key=its)
            for one, its in zip(requests, (key, key, wrong, other, None), strict=True)
        ]
        assert stored.batch(keyed, NOON) == [
            received(11),
            received(11),
            ops.KeyConflict(),
            received(14),
            received(15),
        ]
        kept = [number for number in range(11, 16) if stored.reader.report(number)]
        assert kept == [11, 14, 15]
        assert stored.batch(keyed[3:4], NOON) == [received(14)]

    def test_one_that_fails_takes_nothing_with_it(self, stored: Stored) -> None:
        provider = stored.add_provider()
        good, same, other = (
            ops.SubmitReport(report=report(n, provider, "a")) for n in (11, 11, 12)
        )
        outcomes = stored.apply(good, same, other)
        assert outcomes[0] == received(11)
        assert isinstance(outcomes[1], StoreUnavailableError)
        assert outcomes[2] == received(12)
        assert stored.reader.reports_sighting(digest("a")[:16], 10) == [12, 11]
        stored.check_actions("provider.added", "report.submitted", "report.submitted")

    def test_an_operation_no_store_can_hold_harms_no_other(self, stored: Stored) -> None:
        provider = stored.add_provider()
        outcomes = stored.apply(
            ops.SubmitReport(report=report(11, provider)),
            ops.ReadReport(number=2**63, user=1, part=ReportPart.FACTS),
            ops.SubmitReport(report=report(2**63, provider)),
            ops.SubmitReport(report=report(12, provider)),
        )
        assert (outcomes[0], outcomes[3]) == (received(11), received(12))
        assert isinstance(outcomes[1], StoreUnavailableError | ops.Unknown)
        assert isinstance(outcomes[2], StoreUnavailableError)
        stored.check_actions("provider.added", "report.submitted", "report.submitted")
