"""Decisions about links: which change each becomes, and when it is refused unwritten."""

from tests.unit.services.linking.links import ADA, LinkBook, apart, edge
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.decisions import ApartReason, JoinReason
from tipline.domain.linking.grades import Grade
from tipline.ports.operations import (
    Done,
    JoinReports,
    Refused,
    RefuseLink,
    SetApart,
    UndoApart,
    UndoVerdict,
    Unknown,
)
from tipline.services.linking.judge_link import (
    Bench,
    approve_merge,
    join_reports,
    keep_apart,
    refuse_link,
    refuse_merge,
    undo_apart,
    undo_word,
)

MISTYPED = ApartReason.MISTYPED


def bench(book: LinkBook) -> Bench:
    return Bench(reader=book, writer=book)


def test_reports_are_joined_and_that_is_undone_in_somebodys_name() -> None:
    book = LinkBook(Done(number=1), Unknown())
    joined = join_reports(1, 2, JoinReason.SAME_ACTOR, ADA, bench(book))
    assert joined == Done(number=1)
    assert undo_word(1, 2, ADA, bench(book)) == Unknown()
    assert book.did == [
        JoinReports(one=1, other=2, reason=JoinReason.SAME_ACTOR, user=7),
        UndoVerdict(one=1, other=2, user=7),
    ]
    assert book.actors == {"user:7"}


def test_what_joins_two_reports_is_set_apart() -> None:
    book = LinkBook()
    book.edges = [
        edge(10, 1),
        edge(10, 2),
        edge(11, 1, kind=IdentifierKind.PHONE, grade=Grade.RECYCLED),
        edge(11, 2, kind=IdentifierKind.PHONE, grade=Grade.RECYCLED),
        edge(12, 1),
        edge(12, 3),
    ]
    refuse_link(1, 2, MISTYPED, ADA, bench(book))
    assert book.did == [SetApart(reports=(1,), identifiers=(10, 11), reason=MISTYPED, user=7)]


def test_what_only_suggests_is_refused() -> None:
    book = LinkBook()
    weak = {"kind": IdentifierKind.GROUP, "grade": Grade.WEAK}
    book.edges = [edge(10, 1, **weak), edge(10, 2, **weak)]  # type: ignore[arg-type]
    refuse_link(1, 2, MISTYPED, ADA, bench(book))
    assert book.did == [RefuseLink(one=1, other=2, reason=MISTYPED, user=7)]


def test_what_is_set_apart_already_is_refused_the_next_time() -> None:
    book = LinkBook()
    book.edges = [edge(10, 1), edge(10, 2)]
    book.kept_apart = [apart(10, 1, 4)]
    refuse_link(1, 2, MISTYPED, ADA, bench(book))
    assert book.did == [RefuseLink(one=1, other=2, reason=MISTYPED, user=7)]


def test_a_report_is_kept_apart_by_one_identifier() -> None:
    book = LinkBook()
    keep_apart(1, 10, MISTYPED, ADA, bench(book))
    assert book.did == [SetApart(reports=(1,), identifiers=(10,), reason=MISTYPED, user=7)]


def test_one_decision_is_undone_whole_and_no_other() -> None:
    book = LinkBook()
    book.edges = [edge(10, 1), edge(10, 2), edge(11, 2), edge(12, 1)]
    book.kept_apart = [
        apart(10, 1, 4),
        apart(10, 2, 4),
        apart(11, 2, 4),
        apart(12, 1, 5),
        apart(12, 9, 4, held=True),
    ]
    undo_apart(1, 4, ADA, bench(book))
    undo_apart(1, 5, ADA, bench(book))
    assert book.did == [
        UndoApart(reports=(1, 2), identifiers=(10, 11), user=7),
        UndoApart(reports=(1,), identifiers=(12,), user=7),
    ]


def test_a_merge_is_decided_only_while_it_waits() -> None:
    book = LinkBook()
    book.kept_apart = [apart(10, 1, -1, held=True), apart(11, 1, 4), apart(10, 2, 4)]
    for report, identifier in ((1, 11), (2, 10), (3, 10)):
        assert approve_merge(report, identifier, ADA, bench(book)) == Refused()
        assert refuse_merge(report, identifier, MISTYPED, ADA, bench(book)) == Refused()
    assert book.did == []
    approve_merge(1, 10, ADA, bench(book))
    refuse_merge(1, 10, MISTYPED, ADA, bench(book))
    assert book.did == [
        UndoApart(reports=(1,), identifiers=(10,), user=7),
        SetApart(reports=(1,), identifiers=(10,), reason=MISTYPED, user=7),
    ]
