"""What a reporter hears is the furthest that any referral came, and never more than is safe."""

import pytest

from tipline.domain.referrals.states import OutcomeCode
from tipline.domain.referrals.told import Came, Told, told

AT_WORK, SAFE = OutcomeCode.UNDER_INVESTIGATION, OutcomeCode.CHILD_SAFE


@pytest.mark.parametrize(
    ("came", "expected"),
    [
        (Came(left=False, acknowledged=False, outcome=None), None),
        (Came(left=True, acknowledged=False, outcome=None), Told.PASSED_ON),
        (Came(left=True, acknowledged=True, outcome=None), Told.RECEIVED),
        (Came(left=True, acknowledged=True, outcome=AT_WORK), Told.LOOKED_INTO),
        (Came(left=False, acknowledged=False, outcome=SAFE), Told.ENDED),
    ],
)
def test_one_referral(came: Came, expected: Told | None) -> None:
    assert told([came]) is expected


def test_the_furthest_counts() -> None:
    few = [
        Came(left=True, acknowledged=False, outcome=None),
        Came(left=True, acknowledged=True, outcome=None),
    ]
    assert told(few) is Told.RECEIVED
    assert told([]) is None


def test_nobody_hears_who_was_identified() -> None:
    """It sounds like any investigation."""
    one = [Came(left=True, acknowledged=True, outcome=OutcomeCode.SUSPECT_IDENTIFIED)]
    other = [Came(left=True, acknowledged=True, outcome=AT_WORK)]
    assert told(one) is told(other)


@pytest.mark.parametrize("code", list(OutcomeCode))
def test_every_outcome_says_something(code: OutcomeCode) -> None:
    assert told([Came(left=False, acknowledged=False, outcome=code)]) is not None
