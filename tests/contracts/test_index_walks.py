"""Every list of the desk and of `tipline reports list` is a walk along an index, at any size."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest

from tests.contracts.making import NOON, add_provider, apply, digest, report
from tipline.domain.desk import Shelf
from tipline.domain.lifecycle import State
from tipline.domain.moments import to_microseconds
from tipline.ports import operations as ops
from tipline.ports.reports import Lies, Wanted
from tipline.stores import queries
from tipline.stores.reports.listing import question

NOW = to_microseconds(NOON)
_BIG = (
    "report|sighting|desk_item|audit_entry|outbox_item|desk_session|imported"
    "|draft|thread|message|reporter_contact|contact_request"
    "|identifier|edge|cluster|apart|verdict|case_file|case_report"
    "|referral|referral_version|referral_report|referral_piece|referral_delivery|referral_answer"
)
"""Tables that grow with the reports; `r`, `i`, `s`, `t`, `d`, `v`, `a` is how statements say."""

_OTHER_WAYS = ("enable_seqscan", "enable_bitmapscan", "enable_sort")
"""What PostgreSQL may not do if there is an index: small tables are no test of large ones."""

BLIND = digest("a")[:16]
NAMED: dict[str, tuple[str, tuple[object, ...]]] = {
    "shelf_page": ("desk_shelf", (int(Shelf.UNREAD), 1, NOW, 20, 26)),
    "shelf_page_back": ("desk_shelf", (int(Shelf.CLOSED), 1, NOW, 20, 26)),
    "held_page": ("desk_holder", (1, 1, NOW, 20, 26)),
    "held_count": ("desk_holder", (1,)),
    "desk_item": ("", (20,)),
    "identifiers_like": ("identifier_blind", (BLIND,)),
    "latest_with": ("", (1, 51)),
    "last_identifier": ("", ()),
    "edges_of": ("edge_report", (20, 500)),
    "identifiers_of_report": ("edge_report", (20,)),
    "identifiers_in_report": ("edge_report", (20,)),
    "met": ("", (1, 51)),
    "met_between": ("", (1, NOW - 10, NOW, 51)),
    "joined_reports": ("", (1, 0, 200)),
    "children": ("cluster_parent", (20, 200)),
    "largest_cluster": ("cluster_root", ()),
    "clusters_by_size": ("cluster_root", (9, 9, 9, 26)),
    "members": ("cluster_parent", (20, 200)),
    "sealed_displays": ("sighting_report", (20,)),
    "report_row": ("", (20,)),
    "sealed_report": ("", (20,)),
    "stuck_items": ("outbox_due", (3, NOW)),
    "waiting_items": ("outbox_due", ()),
    "count_tests": ("report_tests", ()),
    "overdue_reports": ("report_open", (NOW, 100)),
    "session_by_token": ("", (b"token",)),
    "imported_as": ("", (b"key",)),
    "desk_counts": ("", ()),
    "draft_by_id": ("", (b"draft",)),
    "expired_drafts": ("draft_expires_at", (NOW, 500)),
    "thread_by_id": ("", (b"thread",)),
    "thread_by_report": ("", (20,)),
    "thread_to_ask": ("", (20,)),
    "ended_threads": ("thread_expires_at", (NOW, 500)),
    "messages_of": ("message_thread", (b"thread",)),
    "open_question": ("message_thread", (b"thread",)),
    "same_message": ("", (b"thread", b"same")),
    "count_added": ("message_thread", (b"thread",)),
    "questions_of": ("message_report", (20,)),
    "contact_of": ("", (20,)),
    "contact_requests_of": ("contact_request_report", (20,)),
    "contact_requests_waiting": ("contact_request_waiting", (5,)),
    "contact_approval": ("contact_request_report", (20, 1, NOW)),
    "last_case": ("", ()),
    "cases_by_state": ("case_state", (2, 20, 26)),
    "cases_by_owner": ("case_owner", (1, 20, 26)),
    "filed_reports": ("", (20, 1_000)),
    "filed_in": ("", (20,)),
    "last_referral": ("", ()),
    "referral_row": ("", (20,)),
    "referrals_of_case": ("referral_case", (20, 26)),
    "referrals_to_agency": ("referral_case", (20, "agency-a")),
    "referrals_before": ("", (20, 26)),
    "versions_of": ("", (20, 1, 9)),
    "reports_in_version": ("", (20, 1)),
    "pieces_of": ("", (20, 1, 1)),
    "due_deliveries": ("referral_delivery_due", (True, NOW, "email", "https", "sftp", 4)),
    "open_deliveries": ("referral_delivery_open", (NOW, 20, 26)),
    "stuck_deliveries": ("referral_delivery_stuck", (NOW, 20, 26)),
    "overdue_deliveries": ("referral_delivery_open", (NOW,)),
    "answers_of": ("referral_answers", (20,)),
    "answers_before": ("", (20, 26)),
    "last_answer": ("", ()),
    "same_answer": ("", (20, 1, b"same")),
    "count_answers": ("", (20,)),
    "referrals_with_report": ("referral_of_report", (20,)),
    "state_of_referral": ("", (20,)),
    "has_left": ("", (20, 11)),
    "last_answer_about": ("referral_answers", (20, "outcome", 11)),
    "last_answer_of_kind": ("referral_answers", (20, "outcome")),
}
"""Each statement with the index it walks along (none: the primary key, or a small table)."""

STATES = (None, *State)
SHELVES = (None, *Lies)


def wanted() -> Iterator[Wanted]:
    """Yield everything that can be asked of the listing, or nearly so."""
    for is_test, state, lies, urgent in product((False, True), STATES, SHELVES, (None, True)):
        yield Wanted(is_test=is_test, state=state, lies=lies, urgent=urgent)
        yield Wanted(is_test=is_test, state=state, lies=lies, provider=1, since=NOW - 10**9)


@pytest.fixture
def filled(store: str) -> str:
    """Fill the database, so that an index is worth it, and let it look at what it has."""
    provider = add_provider()
    for start in range(1, 2_001, 50):
        submitted = (
            report(
                number,
                provider,
                *("a" if number % 10 == 0 else f"n{number}", f"m{number // 2}"),
                state=State.FINISHED if number % 4 else State.OPEN,
                is_test=number % 50 == 0,
                urgent=number % 90 == 1,
            )
            for number in range(start, start + 50)
        )
        apply(*(ops.SubmitReport(report=one) for one in submitted), after=timedelta(seconds=start))
    connection = queries.raw_connection()
    connection.execute("UPDATE outbox_item SET state = 1 WHERE id % 9 <> 0")  # most have left
    connection.execute("ANALYZE")
    return store


def test_every_named_question_walks_along_its_index(filled: str) -> None:
    for name, (index, values) in NAMED.items():
        plan = plan_of(filled, queries.statement(name, filled), values)
        assert index in plan, f"{name}:\n{plan}"
        assert_a_walk(name, plan)


@pytest.mark.parametrize(
    ("name", "index", "value"),
    [
        ("history_of", "audit_entry_subject", "report:20"),
        ("audit_lines_of", "audit_entry_subject", "report:20"),
        ("supplements_of", "report_supplements", 20),
    ],
)
def test_what_belongs_to_one_report_is_found_by_it(
    filled: str, name: str, index: str, value: object
) -> None:
    """It is put in order afterwards: there is little of one report."""
    found = queries.statement(name, filled).partition(" ORDER BY")[0]
    plan = plan_of(filled, found, (value,))
    assert index in plan
    assert_a_walk(name, plan)


@pytest.mark.parametrize("before", [None, (NOW, 20)])
def test_every_page_of_the_listing_is_a_walk(filled: str, before: tuple[int, int] | None) -> None:
    for one in wanted():
        text, values = question(one, before, 26, NOW)
        text = text.replace("?", "%s") if filled == "postgresql" else text
        plan = plan_of(filled, text, tuple(values))
        assert re.search(r"report_received|report_tests|report_open", plan), f"{one}:\n{plan}"
        assert_a_walk(str(one), plan)


def test_a_question_without_its_index_is_found_out(filled: str) -> None:
    """The test of the tests: what sorts, or looks at every row, does not pass."""
    bad = "SELECT report_id FROM desk_item i ORDER BY queued_at LIMIT 5"
    with pytest.raises(AssertionError):
        assert_a_walk("bad", plan_of(filled, bad, ()))


def plan_of(store: str, text: str, values: tuple[object, ...]) -> str:
    """Return how the database would answer."""
    connection = queries.raw_connection()
    if store == "sqlite":
        found = connection.execute(f"EXPLAIN QUERY PLAN {text}", values).fetchall()
        return "\n".join(str(row[3]) for row in found)
    for other in _OTHER_WAYS:
        connection.execute(f"SET {other} = off")
    try:
        found = connection.execute(f"EXPLAIN {text}", values).fetchall()
    finally:
        for other in _OTHER_WAYS:
            connection.execute(f"RESET {other}")
    return "\n".join(str(row[0]) for row in found)


def assert_a_walk(name: str, plan: str) -> None:
    """Assert that nothing is sorted and no big table is looked at row by row.

    Reports of the very same microsecond may be sorted among themselves.
    """
    sorts = re.search(r"TEMP B-TREE(?! FOR RIGHT PART)|(?:^|->)\s*Sort\s+\(", plan, re.MULTILINE)
    assert sorts is None, f"{name} sorts:\n{plan}"
    whole = re.search(
        rf"^SCAN (?:{_BIG}|r|i|s|t|d|v|a)$|Seq Scan on (?:{_BIG})\b", plan, re.MULTILINE
    )
    assert whole is None, f"{name} looks at every row:\n{plan}"
