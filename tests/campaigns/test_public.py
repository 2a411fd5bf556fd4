"""The public campaigns see what went wrong: reports lost or doubled, codes that tell."""

from collections.abc import Sequence
from random import Random

import pytest

from campaigns.faults.ledger import Ledger
from campaigns.faults.store import Store
from campaigns.public.browsing import Answer
from campaigns.public.codes import Tried, compare
from campaigns.public.kills import check_visits
from campaigns.public.ranks import mann_whitney
from campaigns.public.walking import Visit


@pytest.mark.parametrize(
    ("one", "two", "p"),
    [
        # Worked by hand: U = 0, mean 50, spread sqrt(175), half a step: z = 3.742.
        (range(10), range(10, 20), 0.000183),
        # Nothing but ties.
        ([1] * 10, [1] * 10, 1.0),
        # U = 45: z = 4.5 / sqrt(175) = 0.340.
        (range(0, 20, 2), range(1, 21, 2), 0.733730),
    ],
)
def test_the_rank_test_gives_the_known_values(
    one: Sequence[int], two: Sequence[int], p: float
) -> None:
    assert mann_whitney(one, two) == pytest.approx(p, abs=1e-5)
    assert mann_whitney(two, one) == pytest.approx(p, abs=1e-5)


def tried(known: bool, seconds: float, length: int = 65_536) -> Tried:
    return Tried(known, (303, 200, length), (seconds, seconds))


def test_codes_that_look_the_same_break_no_law() -> None:
    chance = Random(17)  # noqa: S311 - a test's choices
    same = [tried(number % 2 == 0, chance.gauss(1.0, 0.01)) for number in range(400)]
    assert compare(same)[1] == []


def test_codes_that_tell_break_a_law() -> None:
    chance = Random(17)  # noqa: S311 - a test's choices
    slow = [tried(n % 2 == 0, chance.gauss(1.0 + n % 2 / 100, 0.01)) for n in range(400)]
    assert len(compare(slow)[1]) == 2
    longer = [tried(n % 2 == 0, chance.gauss(1.0, 0.01), 65_536 + n % 2) for n in range(400)]
    assert len(compare(longer)[1]) == 1


@pytest.mark.parametrize(
    ("visit", "stored", "broken"),
    [
        (Visit("v", asked=True, sent=True), 1, 0),
        (Visit("v", asked=True, sent=True), 0, 1),
        (Visit("v", asked=True, sent=True), 2, 1),
        (Visit("v", asked=True), 1, 0),
        (Visit("v", asked=True), 0, 0),
        (Visit("v"), 1, 1),
        (Visit("v"), 0, 0),
    ],
)
def test_reports_lost_doubled_or_never_sent_are_noticed(
    visit: Visit, stored: int, broken: int
) -> None:
    ledger, store = Ledger(), Store()
    store.tokens["v"] = list(range(stored))
    check_visits([visit], ledger, store)
    assert len(ledger.broken) == broken


def test_a_report_that_nobody_sent_is_noticed() -> None:
    ledger, store = Ledger(), Store()
    store.tokens["stranger"] = [1]
    check_visits([], ledger, store)
    assert len(ledger.broken) == 1


def test_hidden_fields_and_the_code_are_found() -> None:
    page = (
        '<form method="get" action="/en/1/"></form><form method="post" action="/en/5/" novalidate>'
        '<input type="hidden" name="t" value="a&amp;b"><input type="hidden" name="n" value="">'
        '</form><p class="tl-code" dir="ltr"><span>K7M</span><span>-</span><span>2QX</span></p>'
    )
    answer = Answer(200, "", page)
    assert answer.hidden("/en/5/") == {"t": "a&b", "n": ""}
    assert answer.hidden("/en/6/") == {}
    assert answer.code == "K7M-2QX"
