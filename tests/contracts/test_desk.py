"""What every database must do with the desk: its shelves, its counts, its people."""

import random
from datetime import timedelta

import msgspec
import pytest

from tests.contracts.making import NOON, add_provider, apply, digest, report
from tipline.domain.desk import (
    IDLE,
    LEASE,
    LONGEST_SESSION,
    NOT_URGENT,
    URGENT,
    CloseReason,
    DeskRole,
    ReportPart,
    Shelf,
)
from tipline.domain.lifecycle import State, Step
from tipline.domain.moments import in_microseconds, to_microseconds
from tipline.ports import operations as ops
from tipline.ports.desk import ItemRow
from tipline.services.desk.list_queue import Cursor, Show, count_queue, list_queue
from tipline.stores import queries
from tipline.stores.desk.reading import DatabaseDeskReader

pytestmark = pytest.mark.usefixtures("store")

DESK = DatabaseDeskReader()
FACTS = ReportPart.FACTS
MINUTE = timedelta(minutes=1)


def add_user(name: str, role: DeskRole = DeskRole.ANALYST) -> int:
    (result,) = apply(ops.AddUser(name=name, role=role, password="hash", factor=b"factor"))
    assert isinstance(result, ops.Done)
    return result.number


def finished(
    number: int, provider: int | None = None, *, urgent: bool = False, is_test: bool = False
) -> ops.SubmitReport:
    made = report(number, provider, state=State.FINISHED, urgent=urgent, is_test=is_test)
    return ops.SubmitReport(report=made)


def shelf_of(number: int) -> Shelf | None:
    item = DESK.item(number)
    return None if item is None else item.shelf


def counted() -> dict[tuple[Shelf, int], int]:
    """Count by looking at every row."""
    found = queries.raw_connection().execute(
        "SELECT shelf, rank, count(*) FROM desk_item GROUP BY shelf, rank"
    )
    return {(Shelf(shelf), rank): n for shelf, rank, n in found.fetchall()}


def kept() -> dict[tuple[Shelf, int], int]:
    return {place: n for place, n in DESK.counts().items() if n}


def actions() -> list[str]:
    return [
        msgspec.json.decode(bytes(line))["action"]
        for _, line in queries.rows("audit_lines", 0, 10_000)
    ]


def test_only_finished_reports_come_to_the_desk() -> None:
    provider = add_provider()
    apply(ops.SubmitReport(report=report(11, provider)), finished(12), finished(13, urgent=True))
    assert [shelf_of(number) for number in (11, 12, 13)] == [None, Shelf.UNREAD, Shelf.UNREAD]
    apply(ops.MoveReport(number=11, provider=provider, step=Step.FINISH), after=MINUTE)
    item = DESK.item(11)
    assert item is not None
    assert (item.shelf, item.queued_at) == (Shelf.UNREAD, to_microseconds(NOON + MINUTE))
    assert kept() == {(Shelf.UNREAD, URGENT): 1, (Shelf.UNREAD, NOT_URGENT): 2}


def test_tests_lie_on_shelves_of_their_own() -> None:
    user = add_user("ada")
    apply(finished(11, is_test=True, urgent=True))
    steps: list[tuple[ops.AnyOperation, Shelf]] = [
        (ops.ReadReport(number=11, user=user, part=FACTS), Shelf.TEST_READ),
        (ops.CloseReport(number=11, user=user, reason=CloseReason.SPAM), Shelf.TEST_CLOSED),
        (ops.ReopenReport(number=11, user=user), Shelf.TEST_READ),
    ]
    for operation, shelf in steps:
        apply(operation)
        assert shelf_of(11) is shelf
        assert kept() == {(shelf, URGENT): 1}


def test_facts_added_later_put_a_report_back_even_a_closed_one() -> None:
    provider, user = add_provider(), add_user("ada")
    apply(finished(11, provider))
    apply(ops.CloseReport(number=11, user=user, reason=CloseReason.DUPLICATE))
    extra = report(12, provider, state=State.FINISHED, urgent=True)
    apply(ops.AddSupplement(to=11, provider=provider, report=extra))
    item = DESK.item(11)
    assert item is not None
    assert (item.shelf, item.rank, item.reason) == (Shelf.UNREAD, URGENT, None)
    assert kept() == counted() == {(Shelf.UNREAD, URGENT): 1}
    assert "report.reopened" in actions()


def test_what_was_added_before_finishing_can_make_it_urgent() -> None:
    provider = add_provider()
    apply(ops.SubmitReport(report=report(11, provider)))
    extra = report(12, provider, state=State.FINISHED, urgent=True)
    apply(ops.AddSupplement(to=11, provider=provider, report=extra))
    apply(ops.MoveReport(number=11, provider=provider, step=Step.FINISH))
    assert kept() == {(Shelf.UNREAD, URGENT): 1}


def test_a_lease_keeps_others_away_until_its_last_microsecond() -> None:
    ada, ben = add_user("ada"), add_user("ben")
    apply(finished(11))
    until = to_microseconds(NOON + LEASE)
    assert apply(ops.ClaimReport(number=11, user=ada)) == [ops.Done(number=11)]
    just_before = LEASE - timedelta(microseconds=1)
    held = ops.Held(by=ada, until=until)
    assert apply(ops.ClaimReport(number=11, user=ben), after=just_before) == [held]
    close = ops.CloseReport(number=11, user=ben, reason=CloseReason.SPAM)
    assert apply(close, after=just_before) == [held]
    assert apply(ops.ReleaseReport(number=11, user=ben)) == [ops.Refused()]
    assert apply(ops.ClaimReport(number=11, user=ben), after=LEASE) == [ops.Done(number=11)]
    assert (DESK.held_count(ada), DESK.held_count(ben)) == (0, 1)
    anyones = ops.ReleaseReport(number=11, user=ada, anyones=True)
    assert apply(anyones, after=LEASE) == [ops.Done(number=11)]


def test_reading_renews_the_lease_of_whoever_has_it_and_nobody_elses() -> None:
    ada, ben = add_user("ada"), add_user("ben")
    apply(finished(11), ops.ClaimReport(number=11, user=ada))
    for user, expected in ((ben, LEASE), (ada, LEASE + MINUTE)):
        apply(ops.ReadReport(number=11, user=user, part=FACTS), after=MINUTE)
        item = DESK.item(11)
        assert item is not None
        assert item.lease_until == to_microseconds(NOON + expected)


def test_several_are_read_at_once_each_with_its_entry() -> None:
    user = add_user("ada")
    apply(finished(11), finished(12))
    apply(ops.ReadReports(numbers=(11, 12), user=user, part=FACTS))
    assert [shelf_of(number) for number in (11, 12)] == [Shelf.READ, Shelf.READ]
    assert actions()[-2:] == ["report.read", "report.read"]


def test_what_is_not_there_or_not_possible_changes_nothing() -> None:
    user = add_user("ada")
    apply(finished(11))
    before = actions()
    nothing: list[tuple[ops.AnyOperation, ops.AnyResult]] = [
        (ops.ReadReport(number=9, user=user, part=FACTS), ops.Unknown()),
        (ops.ReadReports(numbers=(11, 9), user=user, part=FACTS), ops.Unknown()),
        (ops.ClaimReport(number=9, user=user), ops.Unknown()),
        (ops.ReleaseReport(number=9, user=user), ops.Unknown()),
        (ops.CloseReport(number=9, user=user, reason=CloseReason.SPAM), ops.Unknown()),
        (ops.ReopenReport(number=9, user=user), ops.Unknown()),
        (ops.ReleaseReport(number=11, user=user), ops.Refused()),
        (ops.ReopenReport(number=11, user=user), ops.Refused()),
        (ops.DisableUser(name="nobody"), ops.Unknown()),
        (ops.ReplaceSecondFactor(name="nobody", factor=b""), ops.Unknown()),
        (ops.ResetPassword(name="nobody", password="x"), ops.Unknown()),
        (ops.ReplacePassword(user=user + 1, password="x", keep=b""), ops.Unknown()),
        (ops.EndSession(token=b"none"), ops.Unknown()),
        (ops.AddUser(name="ada", role=DeskRole.OPERATOR, password="", factor=b""), ops.Taken()),
    ]
    for operation, expected in nothing:
        assert apply(operation) == [expected]
    assert actions() == before


def test_a_step_of_a_code_is_spent_once() -> None:
    user = add_user("ada")
    tries = [ops.OpenSession(user=user, token=digest(str(n)), step=7) for n in range(5)]
    results = apply(*tries)
    assert results == [ops.Done(number=user)] + [ops.Refused()] * 4
    assert DESK.session(digest("0")) is not None
    assert DESK.session(digest("1")) is None
    assert apply(ops.OpenSession(user=user, token=digest("a"), step=6)) == [ops.Refused()]
    assert apply(ops.OpenSession(user=user, token=digest("b"), step=8)) == [ops.Done(number=user)]


def test_sessions_are_touched_ended_and_forgotten() -> None:
    user = add_user("ada")
    apply(ops.OpenSession(user=user, token=digest("a"), step=1))
    apply(ops.TouchSession(token=digest("a")), after=MINUTE)
    session = DESK.session(digest("a"))
    assert session is not None
    assert session.seen_at - session.opened_at == in_microseconds(MINUTE)
    apply(ops.OpenSession(user=user, token=digest("b"), step=2), after=IDLE + MINUTE)
    assert DESK.session(digest("a")) is None
    assert apply(ops.EndSession(token=digest("b"))) == [ops.Done(number=user)]
    assert DESK.session(digest("b")) is None
    assert LONGEST_SESSION > IDLE


def test_a_disabled_user_holds_nothing_and_comes_in_no_more() -> None:
    user = add_user("ada")
    apply(
        finished(11),
        ops.OpenSession(user=user, token=digest("a"), step=1),
        ops.ClaimReport(number=11, user=user),
        ops.DisableUser(name="ada"),
    )
    assert DESK.session(digest("a")) is None
    assert DESK.held_count(user) == 0
    assert apply(ops.OpenSession(user=user, token=digest("b"), step=2)) == [ops.Refused()]
    assert apply(ops.DisableUser(name="ada")) == [ops.Unknown()]
    known = DESK.user("ada")
    assert known is not None
    assert known.disabled


def test_a_new_second_factor_begins_anew_and_ends_sessions() -> None:
    user = add_user("ada")
    apply(
        ops.OpenSession(user=user, token=digest("a"), step=5),
        ops.ReplaceSecondFactor(name="ada", factor=b"other"),
    )
    known = DESK.user("ada")
    assert known is not None
    assert (known.factor, known.last_step) == (b"other", None)
    assert DESK.session(digest("a")) is None


def test_a_reset_password_must_be_changed_and_ends_sessions() -> None:
    user = add_user("ada")
    apply(
        ops.ReplacePassword(user=user, password="own", keep=b""),
        ops.OpenSession(user=user, token=digest("a"), step=5),
    )
    assert apply(ops.ResetPassword(name="ada", password="once")) == [ops.Done(number=user)]
    known = DESK.user("ada")
    assert known is not None
    assert (known.password, known.must_change, known.last_step) == ("once", True, 5)
    assert DESK.session(digest("a")) is None
    apply(ops.DisableUser(name="ada"))
    assert apply(ops.ResetPassword(name="ada", password="again")) == [ops.Unknown()]


def test_every_change_of_a_user_is_in_the_audit_log() -> None:
    user = add_user("ada")
    apply(
        ops.OpenSession(user=user, token=digest("a"), step=1),
        ops.ReplacePassword(user=user, password="other", keep=digest("a")),
        ops.EndSession(token=digest("a")),
        ops.ReplaceSecondFactor(name="ada", factor=b"other"),
        ops.ResetPassword(name="ada", password="once"),
        ops.RecordSearch(user=user, kind="email"),
        ops.DisableUser(name="ada"),
    )
    assert actions() == [
        "user.added",
        "session.opened",
        "user.password_changed",
        "session.ended",
        "user.second_factor_reset",
        "user.password_reset",
        "identifier.searched",
        "user.disabled",
    ]


@pytest.mark.parametrize("seed", range(3))
def test_counts_and_lists_stay_true_whatever_is_done(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's choices
    provider = add_provider()
    users = [add_user(name) for name in ("ada", "ben")]
    numbers = list(range(11, 41))
    apply(
        *(
            finished(
                n,
                provider,
                urgent=chance.random() < 0.3,
                is_test=chance.random() < 0.2,
            )
            for n in numbers
        )
    )
    for step in range(150):
        number, user = chance.choice(numbers), chance.choice(users)
        extra = report(1_000 + step, provider, state=State.FINISHED, urgent=bool(step % 2))
        possible: list[ops.AnyOperation] = [
            ops.ReadReport(number=number, user=user, part=FACTS),
            ops.ClaimReport(number=number, user=user),
            ops.ReleaseReport(number=number, user=user, anyones=bool(step % 2)),
            ops.CloseReport(number=number, user=user, reason=CloseReason.SPAM),
            ops.ReopenReport(number=number, user=user),
            ops.AddSupplement(to=number, provider=provider, report=extra),
        ]
        apply(chance.choice(possible), after=step * MINUTE)
    assert kept() == counted()
    ada = next(user for user in DESK.users() if user.name == "ada")
    for show, count in count_queue(DESK, ada).lists.items():
        listed: list[ItemRow] = []
        after: Cursor | None = None
        while True:
            page = list_queue(show, after, DESK, ada, limit=4)
            listed += page.items
            after = page.after
            if after is None:
                break
        assert len(listed) == len({item.number for item in listed}) == count
        order = [item.at if show is Show.CLOSED else (item.rank, item.at) for item in listed]
        assert order == sorted(order, reverse=show is Show.CLOSED)
