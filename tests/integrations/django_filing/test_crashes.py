"""kill -9 between any two lines of the relay, and two relays at once: filed once, and said so."""

import signal
from contextlib import ExitStack

import pytest

from tests.integrations.django_filing.running import PATIENCE, Site, wait_until

STATE_AFTER = {
    "read": "waiting",
    "enqueued": "waiting",
    "taken": "taken",
    "filed": "taken",
    "told": "filed",
}


@pytest.mark.parametrize("point", STATE_AFTER)
def test_killed(site: Site, point: str) -> None:
    site.act("decide")
    site.die("die", point)
    (row,) = site.act("rows")
    assert row["state"] == STATE_AFTER[point]
    assert bool(row["document"]) == (row["state"] == "waiting")
    wait_until(lambda: site.once() == 0)
    (row,) = site.act("rows")
    assert (row["state"], row["document"], row["item"]) == ("filed", "", 1)
    assert site.filed() == [row["report_id"]]


def test_two_relays_that_saw_the_same_rows(site: Site) -> None:
    site.act("decide", "3")
    assert site.act("race") == [[3, 0], [3, 0], 3]
    assert site.once() == 0
    assert len(site.filed()) == 3
    # One that was asleep all the while changes nothing of what is filed.
    key = site.act("rows")[0]["key"]
    assert site.act("mark", key) == "filed"


def test_two_run_at_once_and_one_is_killed(heavy: Site) -> None:
    with ExitStack() as stack:
        running = [heavy.start("tipline_filing", "run", "--json") for _ in range(2)]
        for process in running:
            stack.callback(process.wait, PATIENCE)
            stack.callback(process.kill)
            if process.stdout is not None:
                stack.callback(process.stdout.close)
        heavy.act("decide", "10")
        wait_until(lambda: len(heavy.filed()) == 10)
        running[0].kill()  # whichever of the two files: the other goes on
        running[0].wait(PATIENCE)
        heavy.act("decide", "5")
        wait_until(lambda: heavy.states() == ["filed"] * 15)
        running[1].send_signal(signal.SIGTERM)
        assert running[1].wait(PATIENCE) == 0
    assert len(heavy.filed()) == 15
