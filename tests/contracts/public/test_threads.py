"""What every database must do with what goes back and forth between desk and reporter."""

import pytest

from tests.contracts.making import NOON, apply, digest, received
from tests.contracts.public.making import (
    DESK,
    LASTS,
    MINUTE,
    MOMENT,
    READER,
    TALKS,
    VISITS,
    ask,
    facts,
    history,
    note,
    public_report,
    row_count,
    send,
    stop,
    thread_id,
)
from tests.contracts.test_desk import add_user, counted, kept
from tipline.domain.desk import NOT_URGENT, URGENT, CloseReason, ReportPart, Shelf
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.moments import to_microseconds
from tipline.ports import operations as ops
from tipline.ports.public import Author, MessageRow, QuestionRow, ThreadRow
from tipline.stores import queries

pytestmark = pytest.mark.usefixtures("store")

WITHDRAW = ops.WithdrawQuestion(report=11, user=1)


def seen_by_reporter(name: str = "a") -> ThreadRow:
    thread = VISITS.thread(thread_id(name))
    assert thread is not None
    return thread


def seen_by_desk(number: int = 11) -> ThreadRow:
    thread = TALKS.thread_of(number)
    assert thread is not None
    return thread


def test_what_is_not_there_is_none() -> None:
    assert VISITS.thread(thread_id("a")) is None
    assert TALKS.thread_of(11) is None
    assert TALKS.questions_of(11) == []
    nothing: list[tuple[ops.AnyOperation, ops.AnyResult]] = [
        (facts("a", 12), ops.Unknown()),
        (stop("a"), ops.Unknown()),
        (ask(11, 12), ops.Unknown()),
        (WITHDRAW, ops.Refused()),
        (ops.EndThreads(), ops.Done(number=0)),
    ]
    for operation, expected in nothing:
        assert apply(operation) == [expected]
    assert READER.report(12) is None


def test_a_question_is_asked_answered_and_both_can_be_read() -> None:
    send("a", 11)
    assert apply(ask(11, 20), after=MINUTE) == [ops.Done(number=11)]
    asked = MessageRow(
        number=20,
        author=Author.DESK,
        at=to_microseconds(NOON + MINUTE),
        for_reporter=note("reporter 20"),
        for_desk=note("desk 20"),
    )
    for thread in (seen_by_reporter(), seen_by_desk()):
        assert thread.messages == (asked,)
        assert thread.open_question == asked
    answer_to_it = facts("a", 19, answers=20)
    assert apply(answer_to_it, after=2 * MINUTE) == [received(19, 2 * MINUTE)]
    question, answer = seen_by_desk().messages
    assert question.answered_at == to_microseconds(NOON + 2 * MINUTE)
    assert answer == MessageRow(
        number=19,
        author=Author.REPORTER,
        at=to_microseconds(NOON + 2 * MINUTE),
        for_reporter=note("copy 19"),
    )
    assert seen_by_reporter().messages == (question, answer)
    assert seen_by_reporter().open_question is None
    assert READER.supplements(11) == [19]
    assert apply(ask(11, 21), after=3 * MINUTE) == [ops.Done(number=11)]
    assert history(11) == [
        ("report.submitted", None),
        ("reporter.asked", None),
        ("report.supplemented", "report:19"),
        ("reporter.asked", None),
    ]


def test_only_one_question_is_open_at_a_time() -> None:
    send("a", 11)
    send("b", 12)
    assert apply(ask(11, 20), ask(11, 21), ask(12, 22)) == [
        ops.Done(number=11),
        ops.Refused(),
        ops.Done(number=12),
    ]
    assert [message.number for message in seen_by_desk().messages] == [20]


def test_a_question_that_was_withdrawn_is_for_the_desk_only() -> None:
    send("a", 11)
    assert apply(WITHDRAW) == [ops.Refused()]
    apply(ask(11, 20))
    assert apply(WITHDRAW, WITHDRAW) == [ops.Done(number=11), ops.Refused()]
    assert seen_by_reporter().messages == ()
    (message,) = seen_by_desk().messages
    assert (message.number, message.withdrawn, message.answered_at) == (20, True, None)
    assert seen_by_desk().open_question is None
    assert apply(ask(11, 21), after=MINUTE) == [ops.Done(number=11)]
    assert [message.number for message in seen_by_reporter().messages] == [21]
    apply(facts("a", 22, answers=21), after=MINUTE)
    assert apply(WITHDRAW) == [ops.Refused()]
    withdrawn, answered, _ = seen_by_desk().messages
    listed = [(one.number, one.answered_at, one.withdrawn) for one in TALKS.questions_of(11)]
    assert listed == [
        (one.number, one.answered_at, one.withdrawn) for one in (withdrawn, answered)
    ]
    assert withdrawn.answered_at is None
    assert answered.answered_at is not None
    assert [action for action, _ in history(11)] == [
        "report.submitted",
        "reporter.asked",
        "question.withdrawn",
        "reporter.asked",
        "report.supplemented",
    ]


def test_facts_of_a_reporter_put_a_report_back_even_a_closed_one() -> None:
    user = add_user("ada")
    send("a", 11)
    apply(ops.ReadReport(number=11, user=user, part=ReportPart.FACTS))
    apply(ops.ClaimReport(number=11, user=user))
    thread = seen_by_reporter()
    assert (thread.shelf, thread.taken_on) == (Shelf.READ, True)
    apply(ops.CloseReport(number=11, user=user, reason=CloseReason.DUPLICATE))
    thread = seen_by_reporter()
    assert (thread.shelf, thread.reason) == (Shelf.CLOSED, CloseReason.DUPLICATE)
    assert apply(facts("a", 12, urgent=True)) == [received(12)]
    item = DESK.item(11)
    assert item is not None
    assert (item.shelf, item.rank, item.reason) == (Shelf.UNREAD, URGENT, None)
    assert kept() == counted() == {(Shelf.UNREAD, URGENT): 1}
    assert row_count("outbox_item") == 1
    assert history(11)[-2:] == [
        ("report.reopened", "supplement"),
        ("report.supplemented", "report:12"),
    ]


def test_a_closed_report_can_be_asked_about_and_stays_closed() -> None:
    user = add_user("ada")
    send("a", 11)
    apply(ops.CloseReport(number=11, user=user, reason=CloseReason.DUPLICATE))
    assert apply(ask(11, 20)) == [ops.Done(number=11)]
    assert seen_by_desk().shelf is Shelf.CLOSED


def test_facts_added_twice_are_stored_once() -> None:
    send("a", 11)
    apply(ask(11, 20))
    first = facts("a", 12, answers=20, same="text")
    again = facts("a", 13, answers=21, same="text")
    assert apply(first) == [received(12)]
    apply(ask(11, 21), after=MINUTE)
    assert apply(first, again, after=2 * MINUTE) == [received(12)] * 2
    assert apply(again, after=LASTS) == [received(12)]
    open_question = seen_by_reporter().open_question
    assert open_question is not None
    assert open_question.number == 21
    assert READER.supplements(11) == [12]
    assert [action for action, _ in history(11)].count("report.supplemented") == 1


def test_other_facts_from_the_same_page_are_stored_too() -> None:
    send("a", 11)
    send("b", 12)
    added = [facts("a", 13, same="one"), facts("a", 14, same="two"), facts("b", 15, same="one")]
    assert apply(*added) == [received(13), received(14), received(15)]
    assert READER.supplements(11) == [13, 14]
    assert READER.supplements(12) == [15]


@pytest.mark.parametrize("answers", [None, 19, 21])
def test_what_answers_no_question_leaves_it_open(answers: int | None) -> None:
    send("a", 11)
    apply(ask(11, 20))
    assert apply(facts("a", 12, answers=answers)) == [received(12)]
    open_question = seen_by_desk().open_question
    assert open_question is not None
    assert open_question.number == 20


def test_an_answer_to_a_question_that_was_withdrawn_is_not_one_to_the_next() -> None:
    send("a", 11)
    apply(ask(11, 20), WITHDRAW)
    apply(ask(11, 21), after=MINUTE)
    assert apply(facts("a", 12, answers=20), after=2 * MINUTE) == [received(12, 2 * MINUTE)]
    withdrawn, waiting, _ = seen_by_desk().messages
    assert (withdrawn.answered_at, waiting.answered_at) == (None, None)
    assert seen_by_desk().open_question == waiting


def test_nobody_answers_a_question_put_to_somebody_else() -> None:
    send("a", 11)
    send("b", 12)
    apply(ask(11, 20))
    assert apply(facts("b", 13, answers=20)) == [received(13)]
    assert seen_by_desk(11).open_question is not None


def test_so_much_is_taken_from_one_reporter_and_no_more() -> None:
    send("a", 11)
    send("b", 12)
    numbers = range(101, 101 + ops.MOST_ADDED)
    assert apply(*(facts("a", one) for one in numbers)) == [received(one) for one in numbers]
    assert apply(facts("a", 99), facts("a", 101), facts("b", 13)) == [
        ops.Refused(),
        received(101),
        received(13),
    ]
    assert READER.report(99) is None
    assert READER.supplements(11) == list(numbers)


def test_a_number_that_is_another_report_s_is_not_taken_for_ones_own() -> None:
    send("a", 11)
    send("b", 12)
    apply(facts("b", 13))
    outcomes = apply(facts("a", 12), facts("a", 13), facts("a", 14))
    assert [type(one) for one in outcomes[:2]] == [StoreUnavailableError] * 2
    assert outcomes[2] == received(14)
    assert READER.supplements(11) == [14]
    assert READER.supplements(12) == [13]


def test_who_asks_not_to_be_asked_is_left_alone_until_they_say_otherwise() -> None:
    send("a", 11)
    apply(ask(11, 20))
    stopped = apply(stop("a"), after=MINUTE)
    assert stopped == apply(stop("a"), after=2 * MINUTE) == [ops.Done(number=11)]
    thread = seen_by_reporter()
    assert (thread.stopped_at, thread.messages) == (to_microseconds(NOON + MINUTE), ())
    assert [message.withdrawn for message in seen_by_desk().messages] == [True]
    assert apply(ask(11, 21)) == [ops.Refused()]
    assert apply(facts("a", 12)) == [received(12)]
    assert apply(stop("a", again=True), stop("a", again=True)) == [ops.Done(number=11)] * 2
    assert seen_by_reporter().stopped_at is None
    assert apply(ask(11, 21)) == [ops.Done(number=11)]
    assert [action for action, _ in history(11)] == [
        "report.submitted",
        "reporter.asked",
        "contact.stopped",
        "report.supplemented",
        "contact.allowed",
        "reporter.asked",
    ]


def test_a_receipt_ends_to_the_microsecond_even_if_its_row_is_there() -> None:
    send("a", 11)
    assert apply(facts("a", 12), after=LASTS - MOMENT) == [received(12, LASTS - MOMENT)]
    assert apply(ask(11, 20), after=LASTS - MOMENT) == [ops.Done(number=11)]
    late: list[ops.AnyOperation] = [facts("a", 13), stop("a"), ask(11, 21)]
    assert apply(*late, after=LASTS) == [ops.Unknown()] * 3
    assert READER.report(13) is None
    assert seen_by_reporter().stopped_at is None


def test_what_has_ended_is_forgotten_and_the_report_stays() -> None:
    send("a", 11, note("contact"))
    send("b", 12)
    apply(ask(11, 20), facts("a", 13))
    asked = TALKS.questions_of(11)
    assert asked == [
        QuestionRow(
            number=20,
            at=to_microseconds(NOON),
            note=note("desk 20"),
            answered_at=None,
            withdrawn=False,
        )
    ]
    assert apply(ops.EndThreads(), after=LASTS - MOMENT) == [ops.Done(number=0)]
    ends = [apply(ops.EndThreads(limit=1), after=LASTS)[0] for _ in range(3)]
    assert ends == [ops.Done(number=1), ops.Done(number=1), ops.Done(number=0)]
    assert (row_count("thread"), row_count("message")) == (0, 1)
    assert (TALKS.thread_of(11), TALKS.questions_of(11)) == (None, asked)
    kept_of_it = "SELECT thread_id, reporter_key, reporter_body FROM message"
    assert [tuple(row) for row in queries.raw_connection().execute(kept_of_it).fetchall()] == [
        (None, None, None)
    ]
    assert READER.supplements(11) == [13]
    assert TALKS.contact(11) == note("contact")
    assert apply(facts("a", 14)) == [ops.Unknown()]
    assert kept() == counted() == {(Shelf.UNREAD, NOT_URGENT): 2}


def test_only_what_lies_at_the_desk_is_asked_about() -> None:
    """Nobody reads what is not there; a report from the public always is."""
    send("a", 11)
    assert apply(ask(12, 20)) == [ops.Unknown()]
    apply(ops.SubmitReport(report=public_report(12)))
    assert apply(ask(12, 20)) == [ops.Unknown()]
    assert seen_by_desk(11).public_key == digest("key a")
