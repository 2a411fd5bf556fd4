"""The table of states, walked: all of it can be reached, and nothing else can happen."""

import itertools
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.unit.filing.making import make_filer, report
from tipline.domain.errors import TiplineError
from tipline.filing import errors
from tipline.filing.errors import FilingError, OutboxUnusableError
from tipline.filing.filer import Filer
from tipline.filing.outbox.states import NEXT, OVER, TO_DO, UNDER_WAY, Outcome, State, begins_anew
from tipline.filing.outcomes import is_for_all, outcome_of

ALL = list(itertools.product(State, Outcome))
KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, FilingError) and issubclass(kind, TiplineError)
]


@pytest.fixture
def filer(tmp_path: Path) -> Iterator[Filer]:
    with closing(make_filer(tmp_path)) as made:
        yield made


def steps_to(state: State) -> list[Outcome]:
    """Return how a report gets into a state."""
    ways: dict[State, list[Outcome]] = {State.QUEUED: []}
    waiting = [State.QUEUED]
    while waiting:
        here = waiting.pop(0)
        for (start, outcome), end in NEXT.items():
            if start is here and end not in ways:
                ways[end] = [*ways[here], outcome]
                waiting.append(end)
    return ways[state]


def test_every_state_can_be_reached_and_left() -> None:
    for state in State:
        assert len(steps_to(state)) <= 6
        assert any(start is state for start, _ in NEXT) is (state not in OVER)


def test_every_state_is_one_kind() -> None:
    assert sorted([*TO_DO, *UNDER_WAY, State.REFUSED, *OVER]) == sorted(State)
    assert all(state < State.FILED for state in State if state not in OVER)
    for state in UNDER_WAY:
        assert NEXT[state, Outcome.INTERRUPTED] in TO_DO
    for state in TO_DO:
        assert NEXT[state, Outcome.BEGUN] in UNDER_WAY


@pytest.mark.parametrize("state", UNDER_WAY)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", [None, 4000])
def test_every_error_leads_somewhere(
    state: State, kind: type[FilingError], code: int | None
) -> None:
    error = kind(response_code=code)
    assert (state, outcome_of(state, error)) in NEXT
    if is_for_all(state, error):
        assert NEXT[state, outcome_of(state, error)] in TO_DO


def test_nothing_is_taken_for_filed_that_is_not() -> None:
    filing = {step for step, end in NEXT.items() if end is State.FILED}
    assert filing == {
        (State.FINISHING, Outcome.DONE),
        (State.FINISHING, Outcome.WAS_FINISHED),
        (State.RETRACTING, Outcome.WAS_FINISHED),
    }


def test_what_was_sent_to_be_finished_is_never_begun_anew_in_doubt() -> None:
    anew = {(state, outcome) for state, outcome in NEXT if begins_anew(state, outcome)}
    assert anew == {
        (State.FINISHING, Outcome.GONE),
        (State.RETRACTING, Outcome.DONE),
        (State.RETRACTING, Outcome.GONE),
    }


@pytest.mark.parametrize(("state", "outcome"), ALL)
def test_each_step(state: State, outcome: Outcome, filer: Filer) -> None:
    """A step of the table is taken; another is refused, and changes nothing."""
    filer.enqueue(report())
    for step in steps_to(state):
        filer.book.move(filer.item(1), step, 17)
    before, events = filer.item(1), filer.events(1)
    assert before.state is state
    if (state, outcome) in NEXT:
        assert filer.book.move(before, outcome, 18) is NEXT[state, outcome]
        assert filer.item(1).state is NEXT[state, outcome]
        assert filer.events(1)[-1].what == f"{state.name.lower()}:{outcome}"
    else:
        with pytest.raises(KeyError):
            filer.book.move(before, outcome, 18)
        assert (filer.item(1), filer.events(1)) == (before, events)


def test_a_step_from_a_state_that_is_over_changes_nothing(filer: Filer) -> None:
    stale = filer.enqueue(report())
    filer.book.move(stale, Outcome.BEGUN, 17)
    before, events = filer.item(1), filer.events(1)
    with pytest.raises(OutboxUnusableError, match="nothing was changed"):
        filer.book.move(stale, Outcome.BEGUN, 18, columns={"report_id": 17})
    assert (filer.item(1), filer.events(1)) == (before, events)
