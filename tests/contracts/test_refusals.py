"""What every database must do with log-ins that are refused, and with one code used at once."""

import threading

import pytest
from django.db import connections

from tests.contracts.making import NOON, apply, digest
from tests.contracts.test_desk import add_user
from tipline.domain.desk import REFUSALS_COUNTED_FOR
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.apply import Outcome, apply_batch
from tipline.stores.desk.reading import DatabaseDeskReader


def details(user: int) -> list[str | None]:
    """Return what the log says of refusals for a user, newest first."""
    rows = queries.rows("history_of", f"report:{user}", 1)
    assert rows == []
    found = queries.rows("audit_lines_of", f"user:{user}")
    lines = [bytes(line).decode() for _, line in found]
    return [
        line.partition('"detail":"')[2].partition('"')[0] for line in lines if "refused" in line
    ]


@pytest.mark.usefixtures("store")
def test_few_of_many_refusals_are_logged_and_all_are_counted() -> None:
    user = add_user("ada")
    results = apply(*[ops.RecordRefusal(user=user)] * 1_234)
    assert results[-1] == ops.Done(number=1_234)
    assert details(user) == ["1", "10", "100", "1000"]


@pytest.mark.usefixtures("store")
def test_names_of_nobody_are_counted_together_and_apart_from_users() -> None:
    user = add_user("ada")
    apply(*[ops.RecordRefusal(user=None)] * 9, ops.RecordRefusal(user=user))
    assert (details(0), details(user)) == (["1"], ["1"])


@pytest.mark.usefixtures("store")
def test_counting_begins_anew_after_a_while() -> None:
    user = add_user("ada")
    apply(*[ops.RecordRefusal(user=user)] * 3)
    assert apply(ops.RecordRefusal(user=user), after=REFUSALS_COUNTED_FOR) == [ops.Done(number=1)]
    assert details(user) == ["1", "1"]


def race(alias: str, user: int, step: int) -> list[Outcome]:
    """Return what two simultaneous log-ins with the same code come to."""
    start = threading.Barrier(2)
    outcomes: list[Outcome] = []

    def come_in(token: bytes) -> None:
        with queries.on_database(alias):
            operation = ops.OpenSession(user=user, token=token, step=step)
            start.wait(10)
            outcomes.extend(apply_batch([ops.Request(operation=operation, actor="user:1")], NOON))
            connections[alias].close()

    threads = [threading.Thread(target=come_in, args=(digest(f"{step}-{name}"),)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def test_of_two_log_ins_with_one_code_at_once_only_one_succeeds(store: str) -> None:
    user = add_user("ada")
    for step in range(1, 11):
        outcomes = race(store, user, step)
        assert sorted(type(one).__name__ for one in outcomes) == ["Done", "Refused"]
        sessions = [DatabaseDeskReader().session(digest(f"{step}-{name}")) for name in "ab"]
        assert sum(one is not None for one in sessions) == 1
