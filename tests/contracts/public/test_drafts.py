"""What every database must do with a visitor's draft: saved, erased, expired, sent."""

from datetime import timedelta

import msgspec
import pytest

from tests.contracts.making import NOON, apply, digest, received, report
from tests.contracts.public.making import (
    DESK,
    KEPT,
    LASTS,
    MINUTE,
    MOMENT,
    READER,
    TALKS,
    VISITS,
    draft_id,
    facts,
    history,
    note,
    public_report,
    row_count,
    save,
    send,
    submit,
    thread_id,
    whole_log,
)
from tests.contracts.test_desk import counted, kept
from tipline.domain.desk import NOT_URGENT, URGENT, Shelf
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.lifecycle import State
from tipline.domain.moments import to_microseconds
from tipline.domain.public.marks import Mark
from tipline.ports import operations as ops
from tipline.ports.public import DraftRow
from tipline.ports.reports import Wanted
from tipline.stores import queries
from tipline.stores.reports.listing import DatabaseListing

pytestmark = pytest.mark.usefixtures("store")

ERASE = ops.EraseDraft(id=draft_id("a"))
EXPIRE = ops.ExpireDrafts()


def test_a_draft_is_kept_from_its_last_answer_on() -> None:
    assert VISITS.draft(draft_id("a")) is None
    assert apply(save("a", text="one")) == [ops.Done(number=1)]
    assert apply(save("a", 1, text="two"), after=MINUTE) == [ops.Done(number=2)]
    expires_at = to_microseconds(NOON + MINUTE + KEPT)
    expected = DraftRow(revision=2, sealed=b"two", expires_at=expires_at)
    assert VISITS.draft(draft_id("a")) == expected
    assert whole_log() == b""


def test_of_two_who_save_the_same_revision_one_is_told() -> None:
    assert apply(save("a", text="one"), save("a", text="other")) == [
        ops.Done(number=1),
        ops.Stale(),
    ]
    assert apply(save("a", 1, text="two"), save("a", 1, text="other")) == [
        ops.Done(number=2),
        ops.Stale(),
    ]
    assert apply(save("a", 7)) == [ops.Stale()]
    draft = VISITS.draft(draft_id("a"))
    assert draft is not None
    assert (draft.revision, draft.sealed) == (2, b"two")


def test_a_draft_expires_to_the_microsecond_even_if_its_row_is_there() -> None:
    apply(save("a"))
    assert apply(save("b", 1)) == [ops.Unknown()]
    assert apply(EXPIRE, after=KEPT - MOMENT) == [ops.Done(number=0)]
    assert apply(save("a", 1), after=KEPT) == [ops.Unknown()]
    assert apply(submit("a", public_report(11)), after=KEPT) == [ops.Unknown()]
    assert READER.report(11) is None
    assert apply(save("a"), after=KEPT) == [ops.Stale()]
    assert apply(EXPIRE, after=KEPT) == [ops.Done(number=1)]
    assert row_count("draft") == 0
    assert apply(save("a", 1), after=KEPT) == [ops.Unknown()]
    assert apply(save("a"), after=KEPT) == [ops.Done(number=1)]


def test_only_so_many_expire_at_once() -> None:
    apply(*(save(str(number)) for number in range(5)))
    results = [apply(ops.ExpireDrafts(limit=2), after=KEPT)[0] for _ in range(4)]
    assert results == [ops.Done(number=number) for number in (2, 2, 1, 0)]


def test_an_erased_draft_is_gone_with_what_would_have_been_sent() -> None:
    apply(save("a", leaving=public_report(11)), save("b"))
    assert apply(ERASE, ERASE) == [ops.Done(number=1), ops.Done(number=0)]
    assert apply(save("a", 1)) == [ops.Unknown()]
    assert apply(EXPIRE, after=KEPT) == [ops.Done(number=1)]
    assert READER.report(11) is None
    assert whole_log() == b""


def held(store: str) -> bytes:
    """Return what the database holds of drafts; of a file every page, free ones too.

    PostgreSQL keeps dead rows until it vacuums; what is in them is sealed.
    """
    if store == "sqlite":
        return bytes(queries.raw_connection().serialize())
    rows = queries.raw_connection().execute("SELECT sealed, leaving FROM draft").fetchall()
    return b"".join(part or b"" for row in rows for part in row)


@pytest.mark.parametrize("how", ["erased", "expired", "sent", "rewritten"])
def test_nothing_of_a_draft_is_left_afterwards(store: str, how: str) -> None:
    text = "sealed narrative 17 " * 500
    traces = (b"narrative 17", b"body 11", b"sealed planted")
    apply(save("a", leaving=public_report(11, "planted"), text=text))
    assert all(trace in held(store) for trace in traces)
    if how == "erased":
        apply(ERASE)
    elif how == "expired":
        apply(save("a", 1, text=text))
        apply(EXPIRE, after=KEPT)
    elif how == "sent":
        apply(submit("a", public_report(12)))
    else:
        apply(save("a", 1, text="other"))
    assert not any(trace in held(store) for trace in traces)


def test_who_chose_so_is_heard_even_if_they_leave() -> None:
    left = public_report(11, "a", urgent=True, marks=Mark.INCOMPLETE)
    apply(save("a", leaving=left), save("b", leaving=public_report(12)))
    assert apply(save("b", 1, leaving=None)) == [ops.Done(number=2)]
    assert apply(EXPIRE, after=KEPT) == [ops.Done(number=2)]
    assert row_count("draft") == 0
    assert READER.report(12) is None
    row = READER.report(11)
    assert row is not None
    assert (row.door, row.opened_at) == ("public", to_microseconds(NOON + KEPT))
    assert READER.reports_sighting(digest("a")[:16], 9) == [11]
    assert kept() == counted() == {(Shelf.UNREAD, URGENT): 1}
    assert row_count("outbox_item") == 1
    assert history(11) == [("report.submitted", "incomplete")]
    assert TALKS.thread_of(11) is None


def test_what_was_left_and_cannot_be_stored_keeps_nobody_else() -> None:
    send("sent", 11)
    apply(
        save("a", leaving=public_report(11)),
        save("b", leaving=public_report(2**63)),
        save("c", leaving=public_report(13)),
        save("d"),
    )
    assert apply(EXPIRE, after=KEPT) == [ops.Done(number=3)]
    assert READER.report(13) is not None
    assert history(11) == [("report.submitted", None)]
    assert VISITS.draft(draft_id("b")) is not None
    assert apply(EXPIRE, after=KEPT) == [ops.Done(number=0)]


def test_a_report_takes_the_place_of_its_draft() -> None:
    apply(save("a", leaving=public_report(11)))
    sent = public_report(11, "a", urgent=True, marks=Mark.UNCONFIRMED)
    assert apply(submit("a", sent, note("contact")), after=MINUTE) == [received(11, MINUTE)]
    assert VISITS.draft(draft_id("a")) is None
    row = READER.report(11)
    assert row is not None
    assert (row.door, row.provider, row.state) == ("public", None, State.FINISHED)
    thread = VISITS.thread(thread_id("a"))
    assert thread is not None
    assert (thread.id, thread.report) == (thread_id("a"), 11)
    assert thread.public_key == digest("key a")
    assert thread.opened_at == to_microseconds(NOON + MINUTE)
    assert thread.expires_at == to_microseconds(NOON + MINUTE + LASTS)
    assert (thread.stopped_at, thread.messages) == (None, ())
    assert (thread.shelf, thread.taken_on, thread.reason) == (Shelf.UNREAD, False, None)
    assert TALKS.contact(11) == note("contact")
    assert kept() == counted() == {(Shelf.UNREAD, URGENT): 1}
    assert row_count("outbox_item") == 1
    assert apply(EXPIRE, after=2 * KEPT) == [ops.Done(number=0)]
    assert history(11) == [("report.submitted", None)]


def test_sending_twice_gives_the_first_result_and_leaves_one_report() -> None:
    apply(save("a"))
    first = submit("a", public_report(11))
    again = submit("a", public_report(12), note("contact"))
    assert apply(first, again) == [received(11), received(11)]
    apply(save("a", leaving=public_report(12)), after=MINUTE)
    assert apply(again, after=LASTS + MINUTE) == [received(11)]
    assert row_count("draft") == 0
    assert READER.report(12) is None
    assert TALKS.contact(11) is None
    apply(ops.EndThreads(), after=LASTS)
    assert apply(again, after=LASTS) == [ops.Unknown()]


def test_what_another_window_has_kept_meanwhile_is_not_sent_without_it() -> None:
    apply(save("a"), save("a", 1, text="more"))
    assert apply(submit("a", public_report(11), revision=1)) == [ops.Stale()]
    assert apply(submit("a", public_report(11), revision=3)) == [ops.Stale()]
    assert READER.report(11) is None
    draft = VISITS.draft(draft_id("a"))
    assert draft is not None
    assert draft.sealed == b"more"
    whole = submit("a", public_report(11), revision=2)
    assert apply(whole, submit("a", public_report(12), revision=1)) == [received(11)] * 2
    assert VISITS.draft(draft_id("a")) is None


def test_nobody_sends_what_was_never_begun() -> None:
    assert apply(submit("a", public_report(11))) == [ops.Unknown()]
    assert (READER.report(11), VISITS.thread(thread_id("a"))) == (None, None)
    assert whole_log() == b""


def test_many_are_sent_at_once_and_one_that_fails_takes_nothing_with_it() -> None:
    names = [str(number) for number in range(11, 21)]
    apply(*(save(name) for name in names))
    requests: list[ops.AnyOperation] = [
        submit(name, public_report(11 if name == "15" else int(name), "a")) for name in names
    ]
    requests.insert(3, ops.SubmitReport(report=report(31, None, state=State.FINISHED)))
    requests.insert(5, ops.SubmitReport(report=report(32, None, state=State.FINISHED)))
    places = [*names[:3], "31", names[3], "32", *names[4:]]
    outcomes = dict(zip(places, apply(*requests), strict=True))
    failed = outcomes.pop("15")
    assert isinstance(failed, StoreUnavailableError)
    assert outcomes == {name: received(int(name)) for name in outcomes}
    assert VISITS.thread(thread_id("15")) is None
    assert VISITS.draft(draft_id("15")) is not None
    assert kept() == counted() == {(Shelf.UNREAD, NOT_URGENT): 11}
    assert apply(submit("15", public_report(15))) == [received(15)]


def test_the_audit_log_names_no_draft_and_no_thread() -> None:
    apply(save("a"), save("b", leaving=public_report(12)))
    apply(submit("a", public_report(11)))
    apply(EXPIRE, after=KEPT)
    apply(ops.StopContact(thread=thread_id("a"), stop=True))
    apply(facts("a", 13))
    log = whole_log()
    assert log.count(b'"action"') == 4
    for secret in (draft_id("a"), draft_id("b"), thread_id("a")):
        assert secret.hex().encode() not in log
        assert secret not in log


@pytest.mark.parametrize("several", [1, 6])
def test_marks_are_kept_and_listed(several: int) -> None:
    both = Mark.UNCONFIRMED | Mark.INCOMPLETE
    numbers = range(11, 11 + several)
    apply(*(ops.SubmitReport(report=public_report(one, marks=both)) for one in numbers))
    unmarked = msgspec.structs.replace(public_report(31), door="xml")
    apply(ops.SubmitReport(report=unmarked))
    item, plain = DESK.item(11), DESK.item(31)
    assert item is not None
    assert plain is not None
    assert (item.marks, plain.marks) == (both, Mark(0))
    listed = DatabaseListing().page(Wanted(), None, 50, to_microseconds(NOON + timedelta(days=1)))
    assert [row.marks for row in listed] == [Mark(0)] + [both] * several
    shelf = DESK.shelf(Shelf.UNREAD, NOT_URGENT, (0, 0), 50)
    assert [row.marks for row in shelf] == [both] * several + [Mark(0)]
